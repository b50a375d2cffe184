// On every page of the residents, and where a worker records a talk: how many stories still wait on this device, sending them, and the words of what arrived.
//
// A telephone may be shared by a family. So: once handed in, a story cannot be opened here any more, only sent or thrown
// away. After it arrived nothing of it is left but the four words. They are not shown by themselves, and neither is the
// thank-you page: it may say "this sounds very bad" to whoever happens to open the site. The notice that there are words
// is the same for every story; a tap shows them. They stay until somebody has them, because without them the teller
// could never take the story back, and at most 30 days.
import { ARRIVED as HAS_ARRIVED, LATER, NO_ANSWER, WITHDRAWN, deliver } from "./sending.js";
import { count, on, part, place, sentence } from "./sentences.js";
import { forget as forgetSound, sendAll } from "./sound.js";
import * as store from "./store.js";

const [SOONEST, LATEST, DAYS] = [30, 600, 30]; // seconds between two tries; days that words are kept
const kiosk = () => document.body.hasAttribute("data-kiosk");

let pause = SOONEST;
let timer = 0;
let reason = null; // why the last try did not succeed
let reopen = (id, { path }) => location.assign(path); // a story form on this page takes this over

/** Let a form on this page open what was begun: ``open(id, content)``. */
export function opener(open) {
  reopen = open;
}

/** Send what waits, or one of it, and show how it stands. Gives the outcomes. */
export async function sendNow(only = null) {
  clearTimeout(timer);
  const outcomes = await deliver(only);
  const last = outcomes.findLast(({ result }) => LATER.includes(result)) ?? outcomes.at(-1);
  reason = last && last.result !== HAS_ARRIVED ? last : null;
  pause = reason?.seconds ?? Math.min(pause * 2, LATEST);
  if (LATER.includes(reason?.result)) timer = setTimeout(sendNow, pause * 1000);
  else pause = SOONEST;
  await show();
  if (outcomes.some(({ result }) => result === HAS_ARRIVED)) sendAll(); // its sound may follow now
  return outcomes;
}

/** Send what was just kept; perhaps another tab was quicker. */
export async function sendOne(id) {
  const outcome = (await sendNow(id)).find((one) => one.id === id);
  if (outcome) return outcome;
  const item = await store.read(id);
  if (item?.state === store.ARRIVED) return { result: HAS_ARRIVED, receipt: item.content.receipt };
  return { result: item ? NO_ANSWER : WITHDRAWN };
}

/** Open the thank-you page of a story: true when the server knows it in this browser now. Workers have no such page. */
export async function openThanks(id, receipt) {
  if (!place.dataset.thanks) return false;
  const body = JSON.stringify({ id, receipt });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(place.dataset.thanks, { method: "POST", headers, body }).catch(() => null);
  return answer?.status === 204;
}

/** Draw the notice anew from what is on the device. ``open`` is the story that is open in the form of this page. */
export async function show(open = place.dataset.open) {
  const [waiting, arrived, begun] = await Promise.all([
    store.ids(store.WAITING), store.ids(store.ARRIVED), store.ids(store.DRAFT, store.REFUSED),
  ]);
  const words = await Promise.all(arrived.map(wordsOf));
  const drafts = await Promise.all(begun.filter((id) => id !== open).map(draftOf));
  const notices = [waiting.length ? waitingOf(waiting) : null, ...words, ...drafts].filter(Boolean);
  place.replaceChildren(...notices);
  place.hidden = notices.length === 0 || kiosk();
}

function waitingOf(ids) {
  const notice = part("waiting");
  notice.querySelector("[data-count]").textContent = count(ids.length);
  name(notice, ids);
  if (reason) notice.querySelector("[data-reason]").textContent = sentence(reason.result, reason.seconds);
  for (const one of notice.querySelectorAll("[data-only]")) one.hidden = one.dataset.only !== reason?.result;
  on(notice, "send", async () => {
    const sent = (await sendNow()).filter(({ result }) => result === HAS_ARRIVED);
    // Whoever pressed the button is there to read it.
    if (sent.length === 1 && (await openThanks(sent[0].id, sent[0].receipt))) location.assign(place.dataset.thanks);
  });
  on(notice, "discard", () => discard(ids));
  return notice;
}

async function wordsOf(id) {
  const { content } = await store.read(id);
  if (daysSince(content.day) > DAYS) return store.forget(id);
  const notice = part("arrived");
  name(notice, [id]);
  on(notice, "show", async (button) => {
    if (await openThanks(id, content.receipt)) return location.assign(place.dataset.thanks);
    const words = notice.querySelector("[data-words]");
    words.textContent = content.receipt;
    words.hidden = false;
    notice.querySelector('[data-do="seen"]').hidden = false;
    button.hidden = true;
  });
  on(notice, "seen", () => store.forget(id).then(() => show()));
  return notice;
}

async function draftOf(id) {
  const { content } = await store.read(id);
  const notice = part("draft");
  name(notice, [id]);
  const errors = notice.querySelector("[data-errors]");
  if (errors) errors.textContent = Object.values(content.errors ?? {}).flat().join(" ");
  if (content.reason) notice.querySelector("[data-reason]").textContent = sentence(content.reason);
  if (content.reason === "two-versions") notice.querySelector('[data-do="open"]').hidden = true;
  else on(notice, "open", async () => reopen(id, content));
  on(notice, "discard", () => discard([id]));
  return notice;
}

/** Where the page has a place for it: of which story this is, by the beginning of its number. */
function name(notice, ids) {
  const numbers = notice.querySelector("[data-numbers]");
  if (numbers) numbers.textContent = ids.map((id) => id.slice(0, 8)).join(", ");
}

async function discard(ids) {
  if (!confirm(sentence("sure"))) return;
  for (const id of ids) {
    await store.forget(id);
    await forgetSound(id);
  }
  await show();
}

/** Whole days on the clock of the server: the day of this page, which a kept copy only makes earlier. */
const daysSince = (day) => (Date.parse(place.dataset.day) - Date.parse(day)) / 86_400_000;

/** On the thank-you page: "Klaar" means that the teller has the words, so this device lets go of them. */
function letGo(shown) {
  const form = document.querySelector("form[data-done]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const id of await store.ids(store.ARRIVED)) {
      if ((await store.read(id)).content.receipt === shown.textContent.trim()) await store.forget(id);
    }
    form.submit();
  });
}

async function keepShell() {
  await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.scope ?? "/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ language: document.documentElement.lang, day: place.dataset.day });
}

if (place && globalThis.isSecureContext) {
  if (navigator.serviceWorker) keepShell().catch(() => {}); // without it the site works, but only with a line
  if (store.possible() && !kiosk()) {
    const shown = document.querySelector("[data-words-shown]");
    if (shown) letGo(shown);
    else {
      addEventListener("online", () => sendNow());
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && sendNow());
      sendNow().catch(() => {}); // a browser that refuses to keep anything has nothing to send
    }
  }
}
