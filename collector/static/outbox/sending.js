// Sending by one identity rule: the id is made here, the server answers with the receipt and the digest of what it got,
// and only an answer that fits what was sent counts as arrived. Sending the same again is always harmless.
import { digestOf } from "./digest.js";
import * as store from "./store.js";
import { cookies } from "./whose.js";

const PATIENCE = 20_000; // milliseconds before a silent line counts as no line
const BUSY = 30; // seconds to wait when a busy server does not say how long

/** What may come of a hand-in: it is there, or a person must look at it, or (LATER) the same is to be sent again. */
export const [ARRIVED, WITHDRAWN, TWO_VERSIONS, UNFIT, TOO_LONG, OFFLINE, NO_ANSWER, STRANGE, CROWDED, CLOSED, SIGNED_OUT] = [
  "arrived", "withdrawn", "two-versions", "unfit", "too-long", "offline", "no-answer", "strange", "crowded", "closed",
  "signed-out",
];
export const LATER = [OFFLINE, NO_ANSWER, STRANGE, CROWDED, CLOSED, SIGNED_OUT];

/** Send one body to road + id. Gives {result}, with receipt and day, or with seconds to wait; never throws. */
export async function send(road, id, body) {
  const offline = navigator.onLine === false; // tried all the same: a browser may be wrong about this
  const stop = new AbortController();
  const patience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(road + id, {
      method: "PUT",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      credentials: cookies,
      redirect: "manual", // a page to log in to the wifi is no answer
      cache: "no-store",
      signal: stop.signal,
    });
    return await understood(answer, id, await digestOf(body));
  } catch {
    return { result: offline && navigator.onLine === false ? OFFLINE : NO_ANSWER };
  } finally {
    clearTimeout(patience);
  }
}

/** What an answer means. A page instead of JSON is a wifi that wants a login, or a server in between that is in trouble. */
async function understood(answer, id, digest) {
  const { status, headers } = answer;
  if (status === 503 && parsed(await answer.text())?.closed) return { result: CLOSED, seconds: pause(headers) };
  if (status === 429 || status >= 500) return { result: CROWDED, seconds: pause(headers) };
  if (status === 413) return { result: TOO_LONG };
  const text = await answer.text(); // a line that breaks here has not answered
  const said = parsed(text);
  if (said === null) return { result: STRANGE };
  if (status === 401) return { result: SIGNED_OUT };
  if (status === 409) return { result: TWO_VERSIONS };
  if (status === 410) return { result: WITHDRAWN };
  if (status === 422 && said.errors) return { result: UNFIT, errors: said.errors };
  const fits = said.id === id && said.digest === digest && said.receipt;
  if (![200, 201].includes(status) || !fits) return { result: STRANGE };
  return { result: ARRIVED, receipt: said.receipt, day: dayOf(headers) };
}

function parsed(text) {
  try {
    const said = JSON.parse(text);
    return said && typeof said === "object" ? said : null;
  } catch {
    return null;
  }
}

/** Seconds to wait. A date is measured against the clock of the server: the one of the device may be wrong by years. */
function pause(headers) {
  const asked = headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(asked) ? Number(asked) : (Date.parse(asked) - Date.parse(headers.get("Date"))) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), 3600) : BUSY;
}

/** The day of the server, as 2026-11-23; empty when it did not say. */
function dayOf(headers) {
  const day = new Date(headers.get("Date") ?? "");
  return Number.isNaN(day.getTime()) ? "" : day.toISOString().slice(0, 10);
}

/** Send what waits, one by one, and never from two tabs at once. Gives [{id, result, …}]; stops where the line does. */
export function deliver(only = null) {
  return alone(async () => {
    const done = [];
    for (const id of await store.ids(store.WAITING)) {
      if (only !== null && id !== only) continue;
      const item = await store.read(id);
      // Another tab may have sent it, or the teller taken it away, since the list was made.
      if (item?.state !== store.WAITING) continue;
      const outcome = await sendOrEarlier(item.content, id);
      await settle(item, outcome);
      done.push({ id, ...outcome });
      // A form that is closed for now says nothing about the line: stories of other forms go on.
      if (LATER.includes(outcome.result) && outcome.result !== CLOSED) break;
    }
    return done;
  });
}

/** Send; when the server has an earlier version of this story, its receipt is fetched with that version. */
export async function sendOrEarlier({ road, body, earlier }, id) {
  const outcome = await send(road, id, body);
  if (outcome.result !== TWO_VERSIONS || !earlier) return outcome;
  const first = await send(road, id, earlier);
  return [ARRIVED, ...LATER].includes(first.result) ? first : outcome;
}

/** Let the device hold what is true now: after an arrival the receipt in place of the story. */
async function settle(item, { result, receipt, day, errors }) {
  if (result === ARRIVED) {
    // On a full disk the story stays waiting: sent again it gives the same receipt.
    await store.keep(item.id, store.ARRIVED, { receipt, day }).catch(() => {});
  } else if (result === WITHDRAWN) {
    await store.forget(item.id);
  } else if (!LATER.includes(result)) {
    await store.keep(item.id, store.REFUSED, { ...item.content, reason: result, errors });
  }
}

/** One sender at a time in this browser; where tabs cannot agree, sending twice is harmless. */
function alone(job) {
  return navigator.locks ? navigator.locks.request("verhaal-versturen", job) : job();
}

/** Hold a story for as long as this page is open; false when another tab holds it. */
export function hold(id) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks.request(`verhaal-${id}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    });
  });
}
