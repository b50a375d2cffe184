// The service worker: lets the site open without a line. It keeps the shell (start page, empty forms, help, style,
// script, drawings; for workers the empty page of a talk) and nothing else: no page with answers, no thank-you page, no
// page with anything about who is signed in, nothing sent in.
//
// PREFIX, COOKIES, VERSION, ASSETS and PAGES stand above this line when it is served. Residents have no cookies sent
// along, so that no session gets into a copy; a copy has the day of the server, because the clock here may be wrong.
const SHELL = PREFIX + VERSION;
const PATIENCE = 5000; // milliseconds on a bad line before the copy is shown
const LANGUAGE = "/taal"; // under this key, in the shell: the language last read on this device

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clear().then(() => self.clients.claim())));
self.addEventListener("message", (event) => event.waitUntil(remember(event.data.language, event.data.day)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const page = request.mode === "navigate" && PAGES.includes(pathname);
  if (page || ASSETS.includes(pathname)) event.respondWith(lineFirst(request, page));
});

/** The line first, so that a page and its script are of one version; the copy when the line is gone or too slow. */
async function lineFirst(request, page) {
  const line = fetch(request);
  line.catch(() => {}); // may fail after the copy was shown
  try {
    return await Promise.race([line, patience()]);
  } catch {
    return (await copyOf(request, page)) ?? line;
  }
}

const patience = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

/** The kept copy; of a page the one in the language asked for, else the language last read here, else Dutch. */
async function copyOf(request, page) {
  const shell = await caches.open(SHELL);
  const { pathname, searchParams } = new URL(request.url);
  if (!page) return shell.match(pathname);
  const last = await (await shell.match(LANGUAGE))?.text();
  for (const language of [searchParams.get("taal"), last, "nl"]) {
    const copy = language && (await shell.match(inLanguage(pathname, language)));
    if (copy) return copy;
  }
  return undefined;
}

const inLanguage = (page, language) => `${page}?taal=${language}`;

async function fill() {
  const shell = await caches.open(SHELL);
  await Promise.all([...ASSETS, ...PAGES.map((page) => inLanguage(page, "nl"))].map((address) => copy(shell, address)));
}

/** Fetch a copy. A wifi that wants a login answers too, but not with the headers of this site. */
async function copy(shell, address) {
  const answer = await fetch(address, { credentials: COOKIES, cache: "no-cache" });
  const ours = answer.ok && !answer.redirected && answer.headers.has("Content-Security-Policy");
  if (!ours) throw new TypeError("geen antwoord van deze site");
  await shell.put(address, answer);
}

/** Keep the shell in the language that is read here, no older than the day of the page that asks for it. */
async function remember(language, day) {
  if (!/^[a-z]{2,3}$/.test(language)) return;
  const shell = await caches.open(SHELL);
  await shell.put(LANGUAGE, new Response(language));
  for (const address of PAGES.map((page) => inLanguage(page, language))) {
    const kept = await shell.match(address);
    const made = kept ? new Date(kept.headers.get("Date")).toISOString().slice(0, 10) : "";
    if (made < day) await copy(shell, address).catch(() => {});
  }
}

/** Remove the shells of earlier versions. */
async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== SHELL).map((name) => caches.delete(name)));
}
