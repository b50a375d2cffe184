// Nothing typed is lost: sends the form by the identity rule, says truly how that went, and keeps it on the device if asked.
//
// Without this file, or on an address without TLS, the form is sent by the browser as any form, with the same result.
import { ARRIVED, LATER, TOO_LONG, TWO_VERSIONS, UNFIT, WITHDRAWN, hold, sendOrEarlier } from "../outbox/sending.js";
import { part, place, say, sentence } from "../outbox/sentences.js";
import * as store from "../outbox/store.js";
import { openThanks, opener, sendOne, show } from "../outbox/waiting.js";
import { answersOf, fillIn } from "./answers.js";

const STORIES = "/api/verhalen/";
const REST = 400; // milliseconds without typing before a draft is kept

export function begin(form) {
  // A kiosk is for everybody: it keeps nothing, and sends in its own way.
  if (place && store.possible() && !("kiosk" in document.body.dataset)) new Keeping(form);
}

/** One open form and what this device keeps of it. */
class Keeping {
  constructor(form) {
    this.form = form;
    this.box = part("form");
    this.earlier = null; // what was sent under this id without an answer
    this.work = Promise.resolve(); // one thing after another with the store
    this.holdUnsent = (event) => event.preventDefault();
    form.append(this.box);
    this.settle();
    form.addEventListener("screen", () => this.settle());
    form.addEventListener("submit", (event) => this.submitted(event));
    for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => this.changed(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.keepDraft());
    this.optIn.addEventListener("change", () => this.chosen());
    opener((id, content) => this.open(id, content));
    // A page that came back with remarks is the same story; any other page, also one from the shell, is a new one.
    const again = "again" in place.dataset;
    if (!again) this.form.elements.namedItem("id").value = crypto.randomUUID();
    this.take(this.id);
    if (again) this.resume();
  }

  get id() {
    return this.form.elements.namedItem("id").value;
  }

  get optIn() {
    return this.box.querySelector("#bewaar-hier");
  }

  get kept() {
    return this.optIn.checked;
  }

  /** What would be sent now, in the shape of the JSON interface. */
  get body() {
    const questionnaire = this.form.dataset.questionnaire;
    const recording = this.form.elements.namedItem("recording").value !== ""; // the sound follows: see sound.js
    return { questionnaire, language: document.documentElement.lang, answers: answersOf(this.form), recording };
  }

  get content() {
    return { road: STORIES, path: location.pathname, body: this.body, earlier: this.earlier };
  }

  /** Stand where the form has a place for it on the screen that is open. */
  settle() {
    const places = [...this.form.querySelectorAll("[data-keeping]")];
    places.find((one) => !one.closest("[hidden]"))?.append(this.box);
  }

  /** Make this the story of the form; false when it is open in another tab. */
  async take(id) {
    if (!(await hold(id))) return false;
    this.form.elements.namedItem("id").value = id;
    place.dataset.open = id;
    return true;
  }

  /** The same story after the server had remarks: go on keeping it if it was kept. */
  async resume() {
    const item = await store.read(this.id).catch(() => null);
    if (!item) return;
    this.earlier = item.content.earlier ?? null;
    this.optIn.checked = true;
    await this.keepDraft();
  }

  /** Open a story that was begun earlier. */
  async open(id, { path, body, earlier }) {
    if (path !== location.pathname) return location.assign(path);
    if (!(await this.take(id))) return this.say("elsewhere");
    this.earlier = earlier ?? null;
    this.form.reset();
    this.optIn.checked = true;
    fillIn(this.form, body.answers);
    await this.keepDraft();
    await show();
    this.form.scrollIntoView();
  }

  /** The teller ticked or unticked "Bewaar op dit toestel". */
  async chosen() {
    if (this.kept) {
      store.ask();
      return this.unsent ? this.form.requestSubmit() : this.keepDraft();
    }
    await this.queue(() => store.forget(this.id));
    this.status("removed");
  }

  changed({ target }) {
    if (target === this.optIn) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.keepDraft(), REST);
  }

  keepDraft() {
    clearTimeout(this.resting);
    return this.kept && !this.sending ? this.keep(store.DRAFT) : Promise.resolve(false);
  }

  /** Keep what is in the form; true when it is on the disk. When it cannot be kept the teller is told. */
  async keep(state) {
    const content = this.content;
    try {
      await this.queue(() => store.keep(this.id, state, content));
      this.status("kept");
      return true;
    } catch (error) {
      this.optIn.checked = false;
      this.status("");
      this.say(error?.name === "QuotaExceededError" ? "full" : "unable");
      return false;
    }
  }

  queue(action) {
    this.work = this.work.catch(() => {}).then(action);
    return this.work;
  }

  async submitted(event) {
    // Another part of the page stopped it; or a button to read the form in another language; or a machine filled it in.
    if (event.defaultPrevented || this.form.elements.namedItem("website")?.value) return;
    removeEventListener("beforeunload", this.holdUnsent);
    if (event.submitter?.name && navigator.onLine) return;
    event.preventDefault();
    if (event.submitter?.name) return this.say("offline", "on-screen");
    if (this.sending) return;
    this.sending = true;
    this.say("sending");
    try {
      await this.send();
    } finally {
      this.sending = false;
    }
  }

  /** Send the form: from the device if it is kept, which then no longer needs this page; else straight from the page. */
  async send() {
    clearTimeout(this.resting);
    const [id, content] = [this.id, this.content];
    const kept = this.kept && (await this.keep(store.WAITING));
    const outcome = kept ? await sendOne(id) : await sendOrEarlier(content, id);
    if (outcome.result === ARRIVED) return this.thank(id, outcome.receipt);
    if (LATER.includes(outcome.result)) return kept ? this.letGo(outcome) : this.stay(outcome, content.body);
    if ([TWO_VERSIONS, WITHDRAWN].includes(outcome.result)) this.optIn.checked = false; // done with; nothing to go on with
    else if (kept) await this.keep(store.DRAFT);
    // The page of the server says in place what is to be changed; its answer just now shows that the line works.
    if (outcome.result === UNFIT) return this.form.submit();
    this.say(outcome.result, outcome.result === TOO_LONG ? "on-screen" : "");
  }

  /** It could not be sent and is not kept: everything stays on the screen, and can be kept after all. */
  stay(outcome, body) {
    this.earlier ??= body;
    this.unsent = true;
    this.say(outcome.result, "on-screen-or-keep", outcome.seconds);
    addEventListener("beforeunload", this.holdUnsent);
  }

  /** It could not be sent and is kept: this page lets go of it, so that nobody after the teller reads or changes it. */
  async letGo({ result, seconds }) {
    this.clear();
    this.say(result, "on-device", seconds);
    await show();
  }

  /** The server has it: first the words, so that they are seen even when the line drops now; then the page of thanks. */
  async thank(id, receipt) {
    this.clear();
    const thanks = part("thanks");
    thanks.querySelector("[data-words]").textContent = receipt;
    this.message.replaceChildren(thanks);
    if (await openThanks(id, receipt)) location.replace(place.dataset.thanks);
  }

  /** Take the answers off the page; what is said about them takes their place. */
  clear() {
    removeEventListener("beforeunload", this.holdUnsent);
    this.form.reset();
    this.form.after(this.box);
    this.form.hidden = true;
    this.box.querySelector("[data-choice]").hidden = true;
    this.status("");
    delete place.dataset.open;
  }

  get message() {
    return this.box.querySelector("[data-message]");
  }

  say(name, where = "", n = "") {
    say(this.message, sentence(name, n), ...(where ? [sentence(where)] : []));
  }

  status(name) {
    this.box.querySelector("[data-status]").textContent = name && sentence(name);
  }
}
