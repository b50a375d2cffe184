// Recordings on this device: sealed part by part while somebody speaks, sent when the server has their story, and
// forgotten when every part is there. Sending a part again is always harmless; nothing is ever measured in the sound.
//
// A recording is kept under the id of its story: "<story>/opname" says what it is, "<story>/opname/3" is its third part.
import { place, sentence } from "./sentences.js";
import * as store from "./store.js";
import { cookies, road } from "./whose.js";

const PATIENCE = 60_000; // milliseconds before a silent line counts as no line
const AGAIN = 30_000; // milliseconds before the next try
const [DONE, LATER, NOT_YET] = ["done", "later", "not yet"];
const [UNDER, LEFT] = ["/opname", "opname-weg"];

const head = (story) => story + UNDER;
const piece = (story, number) => `${head(story)}/${number}`;
const storyOf = (id) => id.slice(0, -UNDER.length);

/** Begin a recording, in the place of an earlier one of this story. */
export async function begin(story, mime) {
  await forget(story);
  await store.keep(head(story), store.RECORDING, { mime, day: place.dataset.day, total: null, seconds: 0 });
}

/** Keep a part; rejects with QuotaExceededError when the device is full. */
export async function add(story, number, blob) {
  await store.keepBytes(piece(story, number), store.SOUND, await blob.arrayBuffer());
}

/** The recording is whole: so many parts, so long. */
export async function end(story, total, seconds) {
  const { content } = await store.read(head(story));
  await store.keep(head(story), store.RECORDING, { ...content, total, seconds });
}

/** The recording of a story as {mime, day, total, seconds}, or null. One that was broken off ends at its last part. */
export async function find(story) {
  const item = await store.read(head(story));
  if (!item) return null;
  const total = item.content.total ?? (await store.ids(store.SOUND)).filter((id) => id.startsWith(piece(story, ""))).length;
  return total ? { ...item.content, total } : null;
}

/** The whole recording, to listen to. */
export async function blobOf(story) {
  const { mime, total } = await find(story);
  const parts = [];
  for (let number = 1; number <= total; number += 1) parts.push((await store.readBytes(piece(story, number))).bytes);
  return new Blob(parts, { type: mime });
}

/** Forget a recording. */
export const forget = (story) => store.forgetUnder(head(story));

/** The page goes away and its recording with it. That may come too late, so the next page looks whether it is gone. */
export function leave(story) {
  localStorage.setItem(LEFT, story);
  forget(story).catch(() => {});
}

/** Forget the recording of a page that went away. */
export async function forgetLeft() {
  const story = localStorage.getItem(LEFT);
  if (story) await forget(story);
  localStorage.removeItem(LEFT);
}

/** Give a recording to another story. */
export async function move(from, to) {
  const { mime, total, seconds } = await find(from);
  await begin(to, mime);
  for (let number = 1; number <= total; number += 1) {
    await store.keepBytes(piece(to, number), store.SOUND, (await store.readBytes(piece(from, number))).bytes);
  }
  await end(to, total, seconds);
  await forget(from);
}

/** A recording whose story is nowhere on this device and open in no tab: the browser stopped while somebody spoke. */
export async function leftBehind() {
  const { held } = navigator.locks ? await navigator.locks.query() : { held: [] };
  const open = new Set(held.map(({ name }) => name));
  const kept = new Set(await store.ids(store.DRAFT, store.WAITING, store.REFUSED, store.ARRIVED));
  const stories = (await store.ids(store.RECORDING)).map(storyOf);
  return stories.find((story) => !kept.has(story) && !open.has(`verhaal-${story}`)) ?? null;
}

let timer = 0;

/** Send what can be sent, and say so where somebody may be waiting for it. */
export async function sendAll() {
  clearTimeout(timer);
  if (!(await store.ids(store.RECORDING)).length) return;
  const results = await alone(async () => {
    const done = [];
    for (const id of await store.ids(store.RECORDING)) done.push(await sendOne(storyOf(id)));
    return done;
  });
  if (results.includes(LATER)) {
    say("sound-later");
    timer = setTimeout(sendAll, AGAIN);
  } else if (results.includes(DONE)) say("sound-arrived");
}

/** Send the parts that the server does not have yet; every one of them is asked for again before it is forgotten. */
async function sendOne(story) {
  try {
    const known = await asked(story);
    if (known.wanted === null) return await tooOld(story);
    if (!known.wanted) return await over(story);
    const recording = await find(story);
    if (!recording) return await over(story);
    say("sound-sending");
    for (let number = 1; number <= recording.total; number += 1) {
      if (known.parts.includes(number) && known.total) continue;
      const { status } = await put(story, number, recording);
      if (status === 429 || status >= 500) return LATER;
      if (![200, 201, 409].includes(status)) break;
    }
    const now = await asked(story);
    if (now.wanted && now.parts.length < recording.total) return LATER;
    await forget(story);
    return now.wanted ? DONE : NOT_YET;
  } catch {
    return LATER; // no line, or a wifi that wants a login
  }
}

/** What the server has of it. Throws when what answers is not the server. */
async function asked(story) {
  const answer = await ask(`${road}${story}/audio`, { headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (said.id !== story || !Array.isArray(said.parts)) throw new TypeError("geen antwoord van deze site");
  return said;
}

async function put(story, number, { mime, total }) {
  const { bytes } = await store.readBytes(piece(story, number));
  const headers = { "Content-Type": mime, "X-Parts": String(total) };
  return ask(`${road}${story}/audio/${number}`, { method: "PUT", headers, body: bytes });
}

async function ask(address, request) {
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), PATIENCE);
  const quiet = { credentials: cookies, redirect: "manual", cache: "no-store", signal: stop.signal };
  return fetch(address, { ...request, ...quiet }).finally(() => clearTimeout(patience));
}

async function over(story) {
  await forget(story);
  return NOT_YET;
}

/** What nobody went on with is not kept here until the next day. */
async function tooOld(story) {
  const item = await store.read(head(story));
  if (item && item.content.day < place.dataset.day && (await leftBehind()) === story) await forget(story);
  return NOT_YET;
}

/** One sender at a time in this browser. */
function alone(job) {
  return navigator.locks ? navigator.locks.request("opname-versturen", job) : job();
}

/** A line under the notice of this device. */
function say(name) {
  let line = document.querySelector("#opname-stand");
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: "opname-stand", className: "toestel__deel" });
    line.setAttribute("role", "status");
    place.after(line);
  }
  line.textContent = sentence(name);
}

if (place && globalThis.isSecureContext && store.possible() && !document.body.hasAttribute("data-kiosk")) {
  const send = () => forgetLeft().then(sendAll).catch(() => {}); // a browser that refuses to keep anything has nothing to send
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  send();
}
