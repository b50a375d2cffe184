// Speaking a story: record, pause, stop, listen, again. What is spoken is kept sealed on this device, part by part, so
// that a browser that stops loses at most one part; outbox/sound.js sends it when the story is in.
//
// Shown to who chose to speak, where the form asks permission to keep a recording and the browser can record. In every
// other place the sentence stands that was there: let somebody type. With a card it is shown where the code begins with
// a letter of the cards that allow it; the server looks at the card itself. Nothing is measured in the sound.
import * as sound from "../outbox/sound.js";
import { ask, possible } from "../outbox/store.js";
import { given, say } from "./needed.js";

const [PART, MOST, BITS] = [15_000, 600, 32_000]; // milliseconds a part; seconds in all; bits a second
// Telephones of one maker record webm but cannot play it (iOS 18): what they can play comes first.
const KINDS = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const [READY, FOUND, RECORDING, PAUSED, DONE] = ["ready", "found", "recording", "paused", "done"];

/** The recorder of a form: ``Kind`` says when it may record. */
export function begin(form, Kind = Recorder, name = "TOESTEMMING") {
  const place = form.querySelector("[data-recorder]");
  const parts = document.querySelector("template[data-recorder-parts]");
  const allowed = form.querySelector(`input[name="${name}"][value="opname"]`);
  const able = place && parts && allowed && possible() && canRecord();
  return able ? new Kind(form, place, parts, allowed) : null;
}

/** A kiosk is for everybody and keeps nothing, so there is no recording on it. */
function canRecord() {
  const able = navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder;
  return Boolean(able && kind() && !("kiosk" in document.body.dataset));
}

const kind = () => KINDS.find((one) => MediaRecorder.isTypeSupported(one));
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The recorder of one form. */
export class Recorder {
  constructor(form, place, { content: parts, dataset: { speaking } }, allowed) {
    Object.assign(this, { form, place, parts, speaking, allowed, seconds: 0, number: 0, work: Promise.resolve() });
    this.question = place.closest("[data-question]");
    place.replaceChildren(...["[data-panel]", "[data-no-card]"].map((one) => parts.querySelector(one).cloneNode(true)));
    for (const button of place.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => this[button.dataset.do]());
    }
    form.addEventListener("change", ({ target }) => target !== place && this.follow());
    form.addEventListener("screen", () => this.stop());
    form.addEventListener("pause", () => this.pause());
    form.addEventListener("submit", (event) => this.submitted(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.pause());
    addEventListener("pagehide", () => this.left());
    addEventListener("pageshow", ({ persisted }) => persisted && sound.forgetLeft().then(() => this.follow()));
    this.show(READY);
    this.follow();
  }

  get id() {
    return this.form.elements.namedItem("id").value;
  }

  get chosen() {
    return this.permitted && this.form.querySelector('input[name="MODUS"][value="zelf_inspreken"]').checked;
  }

  get card() {
    return this.form.querySelector('input[name="KAART"]');
  }

  /** Whether what is spoken stays here when the page goes. */
  get stays() {
    return document.querySelector("#bewaar-hier")?.checked;
  }

  /** Whether the card says that a parent allows it; who needs no card and fills in none decides alone. */
  get permitted() {
    const card = this.card;
    const [first] = card?.value.toLowerCase().replace(/[^a-z]/g, "") ?? "";
    return first ? this.speaking.includes(first) : !card || !("needed" in card.closest("[data-question]").dataset);
  }

  /** The form may have become another story: then take the recording that belongs to it. */
  async follow() {
    if (this.story !== this.id && ![RECORDING, PAUSED].includes(this.state)) {
      this.story = this.id;
      const kept = await sound.find(this.story).catch(() => null);
      if ([RECORDING, PAUSED].includes(this.state)) return;
      this.seconds = kept?.seconds ?? 0;
      if (kept) this.show(DONE);
      else this.show((await sound.leftBehind().catch(() => null)) ? FOUND : READY);
    }
    this.mark();
  }

  /** The question is answered by a recording, and the form says that it follows, only for who chose to speak. */
  mark() {
    this.place.querySelector("[data-panel]").hidden = !this.permitted;
    this.place.querySelector("[data-no-card]").hidden = this.permitted;
    const follows = this.state === DONE && this.chosen;
    this.place.toggleAttribute("data-complete", follows);
    this.form.elements.namedItem("recording").value = follows ? "ja" : "";
  }

  async start() {
    this.story = this.id;
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.say("no-microphone");
    }
    ask();
    const mimeType = kind();
    Object.assign(this, { seconds: 0, number: 0, from: null });
    this.keep(() => sound.begin(this.story, mimeType.split(";")[0]));
    this.recorder = new MediaRecorder(this.stream, { mimeType, audioBitsPerSecond: BITS });
    this.recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size) this.keep(() => sound.add(this.story, this.number + 1, data).then(() => (this.number += 1)));
    });
    this.recorder.addEventListener("stop", () => this.ended());
    this.recorder.start(PART);
    this.lamp = await navigator.wakeLock?.request("screen").catch(() => null);
    this.run();
  }

  run() {
    this.from = performance.now();
    this.timer = setInterval(() => this.tick(), 250);
    this.show(RECORDING);
  }

  pause() {
    if (this.state !== RECORDING) return;
    this.recorder.requestData();
    this.recorder.pause();
    this.hold();
    this.show(PAUSED);
  }

  resume() {
    this.recorder.resume();
    this.run();
  }

  stop() {
    if (this.recorder?.state === "recording" || this.recorder?.state === "paused") this.recorder.stop();
    return this.work;
  }

  /** It stopped: by the button, at the end of the time, or because the device took the microphone away. */
  ended() {
    this.hold();
    for (const track of this.stream.getTracks()) track.stop();
    this.lamp?.release().catch(() => {});
    this.keep(() => this.number && sound.end(this.story, this.number, this.seconds));
    this.keep(() => {
      this.show(this.number ? DONE : READY);
      this.place.dispatchEvent(new Event("change", { bubbles: true })); // the way forward, and what is kept of the form
    });
  }

  async listen() {
    const player = this.place.querySelector("audio");
    URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(await sound.blobOf(this.story));
    player.hidden = false;
    await player.play().catch(() => {});
  }

  async again() {
    if (!confirm(this.sentence("sure"))) return;
    await sound.forget(this.story);
    this.seconds = 0;
    this.show(READY);
  }

  /** Go on with what was left behind, or remove it. */
  async take() {
    await sound.move(await sound.leftBehind(), this.id);
    this.story = null;
    await this.follow();
  }

  async drop() {
    await sound.forget(await sound.leftBehind());
    this.story = null;
    await this.follow();
  }

  /** One thing after another with the store; a device that cannot keep a part ends the recording and says so. */
  keep(action) {
    this.work = this.work.then(action).catch(() => {
      this.say("full");
      this.stop();
    });
  }

  tick() {
    this.place.querySelector("[data-time]").textContent = clock(this.spent());
    if (this.spent() >= MOST) this.stop();
  }

  /** Stop the clock and keep what it says. */
  hold() {
    clearInterval(this.timer);
    this.seconds = Math.round(this.spent());
    this.from = null;
  }

  spent() {
    return this.seconds + (this.from === null ? 0 : (performance.now() - this.from) / 1000);
  }

  show(state) {
    const inside = this.place.contains(document.activeElement);
    this.state = state;
    this.place.querySelector("[data-panel]").dataset.state = state;
    for (const part of this.place.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(state);
    }
    if (state !== DONE) this.place.querySelector("audio").hidden = true;
    this.place.querySelector("[data-time]").textContent = clock(this.seconds);
    this.say(state);
    this.mark();
    if (inside) this.place.querySelector("button:not([hidden])")?.focus();
  }

  say(name) {
    this.place.querySelector("[data-status]").textContent = this.sentence(name);
  }

  sentence(name) {
    return this.parts.querySelector(`[data-say="${name}"]`).textContent;
  }

  submitted(event) {
    if (event.defaultPrevented) return;
    if (event.submitter?.name) return void (this.sent = true); // only another language: it stays
    if ([RECORDING, PAUSED].includes(this.state)) {
      event.preventDefault();
      this.stop().then(() => this.form.requestSubmit(event.submitter));
    } else if (this.state === DONE && this.chosen && !this.allowed.checked && !this.typed) {
      event.preventDefault();
      say(this.allowed.closest("[data-question]"), this.sentence("not-allowed"), true);
    } else {
      this.sent = true;
      if (!this.chosen) sound.forget(this.id).catch(() => {});
    }
  }

  get typed() {
    return this.question.querySelector("textarea").value.trim() !== "";
  }

  /** Who leaves without sending or keeping leaves no sound behind. */
  left() {
    if (this.sent || [READY, FOUND].includes(this.state) || this.stays) return;
    sound.leave(this.story);
    this.story = null; // a page that is come back to looks again
  }
}
