// The clock of a kiosk: when nobody touches the screen any more, what the teller did goes away and the start screen is
// back. Every way out of a page empties it first, so that going back finds nothing, and no page is added to the history.
const body = document.body;
const main = document.querySelector("main");
const counting = document.querySelector("[data-counting]");
const part = (name) => document.querySelector("#kiosk-delen").content.querySelector(`[data-part="${name}"]`).cloneNode(true);
const [TICK, AGAIN] = [250, 5000]; // milliseconds between two looks at the clock, and between two tries without a line
const start = document.querySelector("[data-begin]");
const resting = start && document.documentElement.lang === "nl"; // the start screen in another language goes back too

let touched = Date.now(); // the clock on the wall: a tablet that slept starts again at once
let ended = false;

/** Empty the page, end the turn at the server, and open the start screen; without a line the empty page waits. */
async function restart() {
  if (ended) return;
  ended = true;
  globalThis.speechSynthesis?.cancel();
  counting.replaceChildren();
  main.replaceChildren(part("empty"));
  while (!(await atServer())) await new Promise((resolve) => setTimeout(resolve, AGAIN));
  location.replace(body.dataset.kiosk);
}

/** Whether the server answered; what it says of a closed kiosk is for the start screen to show. */
async function atServer() {
  try {
    const answer = await fetch(body.dataset.again, { method: "POST", cache: "no-store" });
    return answer.status < 500;
  } catch {
    return false;
  }
}

/** Somebody is there as long as the device reads aloud or records. */
const busy = () => Boolean(globalThis.speechSynthesis?.speaking || document.querySelector("[data-recording]"));

function look() {
  if (ended || resting) return;
  if (busy()) touched = Date.now();
  const left = Number(body.dataset.idle) - (Date.now() - touched) / 1000;
  if (left <= 0) restart();
  else if (left > Number(body.dataset.countdown)) counting.replaceChildren();
  else {
    if (!counting.firstChild) counting.append(part("counting"));
    counting.querySelector("[data-seconds]").textContent = Math.ceil(left);
  }
}

function touch() {
  touched = Date.now();
  if (!ended) counting.replaceChildren();
}

for (const kind of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(kind, touch, { capture: true, passive: true });
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-restart], [data-done]")) return;
  event.preventDefault();
  restart();
});
start?.addEventListener("click", (event) => {
  event.preventDefault();
  location.replace(event.currentTarget.href);
});
addEventListener("pagehide", () => main.replaceChildren());
addEventListener("pageshow", (event) => event.persisted && restart());
const [came] = performance.getEntriesByType("navigation");
if (came?.type === "back_forward" && !start) restart();
setInterval(look, TICK);
