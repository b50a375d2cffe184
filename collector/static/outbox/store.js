// What is kept on this device: sealed items in IndexedDB, each with an id and a state. Only these two are in the open.
//
// States: DRAFT is being written · WAITING is handed in and may be sent · REFUSED came back and needs the teller ·
// ARRIVED is at the server; of the story itself nothing is left here, only the words of its receipt.
// RECORDING is what a recording of a story consists of, SOUND one part of it: see sound.js.
import { newKey, seal, unseal } from "./seal.js";
import { box } from "./whose.js";

export const [DRAFT, WAITING, REFUSED, ARRIVED] = ["draft", "waiting", "refused", "arrived"];
export const [RECORDING, SOUND] = ["recording", "sound"];
const [ITEMS, KEYS, KEY] = ["items", "keys", "device"];

let opened = null;

/** Whether this browser can keep anything: IndexedDB, and the cryptography that only exists on a safe address. */
export const possible = () => Boolean(globalThis.indexedDB && globalThis.crypto?.subtle);

/** Keep an item, in place of what has its id. Rejects with QuotaExceededError when the device is full. */
export function keep(id, state, content) {
  return keepBytes(id, state, new TextEncoder().encode(JSON.stringify(content)));
}

/** The same for bytes, such as sound. */
export async function keepBytes(id, state, bytes) {
  const sealed = await seal(await deviceKey(), id, bytes);
  await inside("readwrite", ITEMS, (items) => items.put({ id, state, sealed }));
}

/** One item as {id, state, content}, or null. */
export async function read(id) {
  const item = await readBytes(id);
  return item && { id, state: item.state, content: JSON.parse(new TextDecoder().decode(item.bytes)) };
}

/** One item as {state, bytes}, or null. */
export async function readBytes(id) {
  const item = await inside("readonly", ITEMS, (items) => items.get(id));
  return item ? { state: item.state, bytes: await unseal(await deviceKey(), id, item.sealed) } : null;
}

/** The ids of the items in one of these states, without opening them. */
export async function ids(...states) {
  const items = await inside("readonly", ITEMS, (all) => all.getAll());
  return items.filter((item) => states.includes(item.state)).map((item) => item.id);
}

/** Forget an item. */
export const forget = (id) => inside("readwrite", ITEMS, (items) => items.delete(id));

/** Forget, in one go, everything whose id begins like this. */
export const forgetUnder = (start) =>
  inside("readwrite", ITEMS, (items) => items.delete(IDBKeyRange.bound(start, `${start}\uffff`)));

/** Ask the browser not to clear this away when space runs low; it may say no. */
export const ask = () => navigator.storage?.persist?.().catch(() => false);

/** The key of this device, made the first time. Two tabs that make one at the same moment get the same one. */
async function deviceKey() {
  const found = await inside("readonly", KEYS, (keys) => keys.get(KEY));
  if (found) return found;
  const made = await newKey();
  await inside("readwrite", KEYS, (keys) => {
    const present = keys.get(KEY);
    present.onsuccess = () => present.result || keys.put(made, KEY);
    return present;
  });
  return inside("readonly", KEYS, (keys) => keys.get(KEY));
}

/** Do one thing with a store, and be done only when it is on the disk. */
async function inside(mode, name, action) {
  const database = await (opened ??= open());
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode, { durability: "strict" });
    const request = action(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(box, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ITEMS, { keyPath: "id" });
      request.result.createObjectStore(KEYS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => {
      opened = null; // a later try may succeed
      reject(request.error);
    };
  });
}
