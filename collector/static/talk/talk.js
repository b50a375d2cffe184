// One talk: kept sealed on this device from the first word, handed in teller by teller, or stopped without a trace.
//
// What a teller chose with the tablet turned round is taken off the page as soon as the tablet comes back: it is kept
// sealed with the rest and shown to nobody here again. Every teller has an own number, an own receipt and only the own
// words; the first number is that of the talk.
import { hold } from "../outbox/sending.js";
import { place, say, sentence } from "../outbox/sentences.js";
import * as sound from "../outbox/sound.js";
import * as store from "../outbox/store.js";
import { opener, sendNow, show } from "../outbox/waiting.js";
import { road } from "../outbox/whose.js";
import { fillIn } from "../tell/answers.js";
import { say as remark } from "../tell/needed.js";
import { permission } from "./speaking.js";
import { bodyOf, newTeller, ofBody } from "./state.js";
import { answersByTeller, grow, named } from "./tellers.js";
import { Turns } from "./turns.js";

const REST = 400; // milliseconds without typing before a draft is kept

/** The talk of this page. */
export class Talk {
  constructor(form, recorder) {
    Object.assign(this, { form, recorder, work: Promise.resolve(), over: false, talk: null, mode: null, began: null });
    this.turns = new Turns(form);
    this.number = form.querySelector("[data-tellers]");
    this.message = document.querySelector("#gesprek-melding");
    const own = form.querySelector('template[data-each-teller="eigen"]').content;
    this.items = [...own.querySelectorAll("[data-marks] [data-question]")].map(({ dataset }) => dataset.question);
    this.tellers = [newTeller()];
    this.take(this.tellers[0].id);
    this.number.addEventListener("change", () => this.count(Number(this.number.value)));
    form.addEventListener("click", (event) => this.clicked(event), true);
    form.addEventListener("screen", ({ detail }) => this.opened(form.querySelector(`#${CSS.escape(detail.id)}`)));
    form.addEventListener("submit", (event) => this.submitted(event));
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.keepDraft());
    opener((id, content) => this.open(id, content));
  }

  get id() {
    return this.tellers[0].id;
  }

  /** Everything of this talk, as it is kept on this device. */
  get state() {
    const { shared, tellers } = answersByTeller(this.form);
    const told = this.tellers.map(({ id, marks, done }, place) => {
      const [chosen, answers] = this.apart(tellers[place + 1] ?? {});
      return { id, done, marks: { ...marks, ...chosen }, answers };
    });
    return { talk: this.talk, mode: this.mode, shared, turns: this.turns.all, tellers: told };
  }

  /** Answers in two: what the teller chose with the tablet turned round, and the rest. */
  apart(answers) {
    const turned = ([item]) => this.items.includes(item);
    const all = Object.entries(answers);
    return [all.filter(turned), all.filter((one) => !turned(one))].map(Object.fromEntries);
  }

  /** Make this the number of the talk; false when it is open in another tab. */
  async take(id) {
    if (!(await hold(id))) return false;
    this.form.elements.namedItem("id").value = id;
    place.dataset.open = id;
    return true;
  }

  /** With how many tellers; a teller whose words are here already is not taken out. */
  count(tellers) {
    if (this.turns.all.some(({ speaker }) => Number(speaker.slice(1)) > tellers)) {
      return void (this.number.value = this.tellers.length);
    }
    while (this.tellers.length < tellers) this.tellers.push(newTeller());
    this.tellers.length = tellers;
    this.fit();
  }

  /** Let the page fit the tellers there are; only one teller can be recorded. */
  fit() {
    const tellers = this.tellers.length;
    this.number.value = tellers;
    grow(this.form, tellers);
    this.turns.offer(tellers);
    const asked = this.form.querySelector("[data-permission]");
    asked.hidden = tellers > 1 || this.mode === "groep";
    if (asked.hidden) for (const box of asked.querySelectorAll("input")) box.checked = false;
  }

  /** Buttons that are not only a way forward, and what keeps somebody from going forward. */
  clicked(event) {
    const button = event.target.closest("button");
    if (!button) return;
    if ("pause" in button.dataset) return this.pause();
    if ("stop" in button.dataset) return void this.stop();
    if (!("next" in button.dataset)) return;
    const screen = button.closest("[data-screen]");
    const refused = screen.querySelector("input[data-refuse]:checked");
    if (refused) remark(refused.closest("[data-question]"), refused.dataset.refuse, true);
    else if (!screen.contains(this.turns.list) || this.everybodyTold()) return;
    event.stopImmediatePropagation();
  }

  everybodyTold() {
    const told = new Set(this.turns.all.map(({ speaker }) => speaker));
    const all = this.tellers.every((_, place) => told.has(`v${place + 1}`));
    this.form.querySelector("#beurten-melding").textContent = all ? "" : sentence("nobody-told");
    return all;
  }

  /** What a screen shows of the talk, when it opens. */
  opened(screen) {
    const teller = Number(screen.dataset.teller);
    if (screen.contains(this.turns.list)) this.began ??= performance.now();
    if ("readback" in screen.dataset) {
      const words = this.turns.all.filter(({ speaker }) => speaker === `v${teller}`);
      screen.querySelector("[data-words-of]").textContent = words.map(({ text }) => text).join("\n");
    }
    if ("afterMarks" in screen.dataset) this.close(teller);
    if (screen.querySelector("[data-review]")) this.review(screen);
  }

  /** The tablet came back: what the teller chose leaves the page. */
  close(teller) {
    const one = this.tellers[teller - 1];
    if (!one.done) Object.assign(one, { marks: this.state.tellers[teller - 1].marks, done: true });
    for (const screen of this.form.querySelectorAll(`[data-turned][data-teller="${teller}"]`)) {
      screen.dataset.closed = "";
      for (const question of screen.querySelectorAll("[data-question]")) question.remove();
    }
    this.form.dispatchEvent(new CustomEvent("screens"));
    this.keepDraft();
  }

  review(screen) {
    const length = screen.querySelector('[name="DUUR"]');
    if (!length.value && this.began) length.value = Math.max(1, Math.round((performance.now() - this.began) / 60_000));
    const lines = this.state.tellers.map(({ marks }, place) => {
      const turns = this.turns.all.filter(({ speaker }) => speaker === `v${place + 1}`).length;
      const chosen = sentence("review", turns).replace("{chosen}", Object.keys(marks).length);
      const textContent = `Verteller ${place + 1}: ${chosen.replace("{asked}", this.items.length)}`;
      return Object.assign(document.createElement("li"), { className: "utrecht-unordered-list__item", textContent });
    });
    screen.querySelector("[data-review]").replaceChildren(...lines);
  }

  pause() {
    this.form.dispatchEvent(new CustomEvent("pause"));
    document.querySelector("#pauze").showModal();
  }

  changed() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.keepDraft(), REST);
  }

  /** Keep what there is; when this device cannot, the worker is told. */
  async keepDraft() {
    clearTimeout(this.resting);
    if (this.over) return;
    const content = { path: location.pathname, talk: this.state };
    await this.queue(() => store.keep(this.id, store.DRAFT, content)).catch((error) => this.unable(error));
  }

  queue(action) {
    this.work = this.work.catch(() => {}).then(action);
    return this.work;
  }

  unable(error) {
    say(this.message, sentence(error?.name === "QuotaExceededError" ? "full" : "unable"));
  }

  /** Go on with a talk that was begun earlier, or with a teller that the server wants something changed of. */
  async open(id, { talk, body }) {
    if (!(await this.take(id))) return say(this.message, sentence("elsewhere"));
    const state = talk ?? ofBody(id, body, (answers) => this.apart(answers));
    Object.assign(this, { talk: state.talk, mode: state.mode, tellers: state.tellers });
    grow(this.form, 0);
    this.form.reset();
    this.form.querySelector("[data-permission] .keuze__optie")?.remove();
    this.fit();
    permission(this.form);
    this.fit();
    this.turns.put(state.turns);
    const answers = state.tellers.map((teller, place) => named(teller.answers, place + 1));
    fillIn(this.form, Object.assign({}, state.shared, ...answers));
    state.tellers.forEach(({ done }, place) => done && this.close(place + 1));
    await show();
    this.form.querySelector("[data-screen]:not([hidden]) .scherm__kop").focus();
  }

  submitted(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (!this.over) this.save();
  }

  /** Hand the talk in, teller by teller. The first comes last: it takes the place of the draft, so nothing is lost between. */
  async save() {
    clearTimeout(this.resting);
    this.over = true;
    const [state, questionnaire, path] = [this.state, this.form.dataset.questionnaire, location.pathname];
    const told = state.tellers.map(({ id }, place) => ({ id, body: bodyOf(state, place, questionnaire) })).reverse();
    try {
      await this.queue(async () => {
        for (const { id, body } of told) await store.keep(id, store.WAITING, { road, path, body });
      });
    } catch (error) {
      this.over = false;
      return this.unable(error);
    }
    this.leave("saved");
    await sendNow();
  }

  /** Stop, and leave nothing of this talk on this device. */
  async stop() {
    if (!confirm(sentence("stop-sure"))) return;
    clearTimeout(this.resting);
    this.over = true;
    await this.recorder?.halt();
    await this.queue(async () => {
      for (const { id } of this.tellers) await store.forget(id);
      await sound.forget(this.id);
    });
    this.leave("stopped");
    await show();
  }

  /** Take the talk off the page. */
  leave(name) {
    this.form.remove();
    delete place.dataset.open;
    say(this.message, sentence(name));
    const again = Object.assign(document.createElement("a"), { href: location.pathname, textContent: sentence("again") });
    again.className = "utrecht-link";
    this.message.append(again);
  }
}
