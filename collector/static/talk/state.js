// A talk as plain data: what is kept of it, what of it is sent for one teller, and the way back.
import { turnsOf } from "./turns.js";

/** A teller with an own number; ``marks`` is what the teller chose alone, ``done`` whether that is over. */
export const newTeller = () => ({ id: crypto.randomUUID(), marks: {}, done: false });

/** What is sent for one teller of a talk. */
export function bodyOf({ talk, mode, shared, turns, tellers }, place, questionnaire) {
  const { answers, marks } = tellers[place];
  return {
    questionnaire,
    language: "nl",
    talk: talk ?? tellers[0].id,
    turns: turnsOf(turns, place + 1),
    answers: { ...shared, MODUS: mode ?? (tellers.length > 1 ? "groep" : "alleen"), ...answers, ...marks },
  };
}

/** The talk that one teller's body came from, as far as it is that teller's; ``apart`` splits the answers. */
export function ofBody(id, { talk, turns, answers: { MODUS: mode, ...given } }, apart) {
  const [marks, answers] = apart(given);
  return {
    talk,
    mode,
    shared: answers,
    turns: turns.map(({ speaker, text }) => ({ speaker: speaker === "verteller" ? "v1" : speaker, text })),
    tellers: [{ id, marks, answers, done: true }],
  };
}
