// What was said, turn by turn and word for word, with who said it: a teller by number, the interviewer, or a note.
const [INTERVIEWER, NOTE] = ["interviewer", "opmerking"];
const NAMES = { [INTERVIEWER]: "Ik (interviewer)", [NOTE]: "Opmerking interviewer" };
const VISIBLE = /[^\p{Z}\p{C}]/u;

/** The turns of one form. A speaker is "v1", "v2" …, "interviewer" or "opmerking". */
export class Turns {
  constructor(form) {
    this.form = form;
    this.list = form.querySelector("[data-turns]");
    this.row = document.querySelector("#beurt-deel").content.firstElementChild;
    this.buttons = form.querySelector("[data-speakers]");
    this.buttons.addEventListener("click", ({ target }) => target.dataset.speaker && this.add(target.dataset.speaker).focus());
    this.list.addEventListener("click", ({ target }) => "remove" in target.dataset && this.remove(target.closest("li")));
    this.offer(1);
  }

  /** A button for everybody who may speak. */
  offer(tellers) {
    const speakers = Array.from({ length: tellers }, (_, place) => `v${place + 1}`);
    const buttons = [...speakers, INTERVIEWER, NOTE].map((speaker) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: nameOf(speaker) });
      button.className = "utrecht-button utrecht-button--secondary-action knop-groot";
      button.dataset.speaker = speaker;
      return button;
    });
    this.buttons.replaceChildren(...buttons);
  }

  add(speaker, text = "") {
    const row = this.row.cloneNode(true);
    const words = row.querySelector("textarea");
    words.id = `beurt-${crypto.randomUUID()}`;
    words.value = text;
    row.dataset.speaker = speaker;
    row.querySelector("label").htmlFor = words.id;
    row.querySelector("label").textContent = nameOf(speaker);
    row.querySelector("[data-remove]").setAttribute("aria-label", `Haal weg: ${nameOf(speaker)}`);
    this.list.append(row);
    return words;
  }

  remove(row) {
    row.remove();
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
    this.buttons.querySelector("button").focus();
  }

  /** Everything that says something, in order, as {speaker, text}. */
  get all() {
    const rows = [...this.list.children].map((row) => ({
      speaker: row.dataset.speaker,
      text: row.querySelector("textarea").value.trim(),
    }));
    return rows.filter(({ text }) => VISIBLE.test(text));
  }

  put(turns) {
    this.list.replaceChildren();
    for (const { speaker, text } of turns) this.add(speaker, text);
  }
}

/** The talk as it belongs to one teller: the words of the other tellers are theirs and stay out of it. */
export function turnsOf(turns, teller) {
  const heard = turns.filter(({ speaker }) => speaker === `v${teller}` || speaker in NAMES);
  return heard.map(({ speaker, text }) => ({ speaker: speaker in NAMES ? speaker : "verteller", text }));
}

const nameOf = (speaker) => NAMES[speaker] ?? `Verteller ${speaker.slice(1)}`;
