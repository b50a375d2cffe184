// Sealing what stays on this device: AES-256-GCM with a key that no script can read out (Web Cryptography API).
//
// It keeps a story out of sight of whoever looks into the files of the browser, and of a copy made of them. It is no
// lock on the telephone: who can open this site here, can open what is still being written here. The page says so.

/** A key for this device; it can seal and open, and never be exported. */
export function newKey() {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Bytes sealed under a key, bound to a label: {nonce, bytes}. A sealed item cannot be passed off as another one. */
export async function seal(key, label, bytes) {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  return { nonce, bytes: await crypto.subtle.encrypt(rule(nonce, label), key, bytes) };
}

/** The bytes again; rejects with OperationError when key, label or bytes are not those that were sealed. */
export function unseal(key, label, sealed) {
  return crypto.subtle.decrypt(rule(sealed.nonce, label), key, sealed.bytes);
}

function rule(nonce, label) {
  return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(label) };
}
