// One thing at a time: the screens of the form one by one, with a way forward and back. What is sent stays the same.
import { ask, given, needed, unanswered } from "./needed.js";

export function begin(form) {
  let screens = screensOf(form);
  if (screens.length < 2) return;
  const summary = form.querySelector(".foutenlijst");
  const title = document.title;
  let current = 0;

  /** Show one screen and bring reader and keyboard to its heading. */
  function show(place, target = heading(screens[place])) {
    current = place;
    for (const screen of form.querySelectorAll("[data-screen]")) screen.hidden = screen !== screens[place];
    form.toggleAttribute("data-begun", place > 0);
    if (summary) summary.hidden = !screens[place].querySelector(".utrecht-form-field--invalid");
    count(form.querySelector(".voortgang"), place, screens.length - 1);
    label(form, screens[place]);
    document.title = place ? `${heading(screens[place]).textContent} – ${title}` : title;
    form.dispatchEvent(new CustomEvent("screen", { detail: { id: screens[place].id } }));
    target?.focus({ preventScroll: true });
    (target === heading(screens[place]) ? form : target)?.scrollIntoView({ block: place ? "start" : "nearest" });
  }

  function go(place, target) {
    history.pushState({ screen: place, from: current }, "", mark(screens[place]));
    show(place, target);
  }

  /** The screen of a question; asks there for what is missing. Whether there was anything missing. */
  function held() {
    const question = unanswered(form, screens.slice(0, current + 1));
    if (!question) return false;
    const place = screens.findIndex((screen) => screen.contains(question));
    if (place !== current) go(place);
    ask(question);
    return true;
  }

  const next = () => held() || go(current + 1);
  const back = () => (history.state?.from === current - 1 ? history.back() : go(current - 1));

  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-next]")) next();
    if (event.target.closest("[data-back]")) back();
    const link = event.target.closest(".foutenlijst a");
    if (!link) return;
    const target = document.getElementById(link.hash.slice(1));
    const place = screens.findIndex((screen) => screen.contains(target));
    if (place < 0) return;
    event.preventDefault();
    go(place, target);
  });
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => label(form, screens[current]));
  form.addEventListener("submit", (event) => {
    // Another language: the same page comes back, at the same screen.
    if (event.submitter?.name) form.action = form.action.split("#")[0] + mark(screens[current]);
    else if (current < screens.length - 1) event.preventDefault(), next();
    else if (held()) event.preventDefault();
  });
  // Screens were added, taken out, or closed for good.
  form.addEventListener("screens", () => {
    const open = screens[current];
    screens = screensOf(form);
    current = Math.max(screens.indexOf(open), 0);
    for (const screen of form.querySelectorAll("[data-screen]")) screen.hidden = screen !== screens[current];
    count(form.querySelector(".voortgang"), current, screens.length - 1);
  });
  window.addEventListener("popstate", () => {
    const place = screens.findIndex((screen) => mark(screen) === location.hash);
    if (place >= 0 || !location.hash) show(Math.max(place, 0));
  });

  form.setAttribute("data-stepped", "");
  for (const hidden of form.querySelectorAll(".stap, [data-back]")) hidden.hidden = false;
  const start = opened(form, screens);
  history.replaceState({ screen: start }, "", start ? mark(screens[start]) : location.pathname + location.search);
  if (start || summary) show(start, summary?.querySelector("h2") ?? heading(screens[start]));
  else show(0, null);
}

/** The screens in order; one with data-closed is shown to nobody any more. */
function screensOf(form) {
  return [...form.querySelectorAll("[data-screen]:not([data-closed])")];
}

/** The screen to begin at: the first with an error; after a change of language the one that was open; else the first. */
function opened(form, screens) {
  const wrong = screens.findIndex((screen) => screen.querySelector(".utrecht-form-field--invalid"));
  if (wrong >= 0) return wrong;
  const asked = screens.findIndex((screen) => mark(screen) === location.hash);
  const begun = [...form.querySelectorAll("[data-question]")].some(given);
  return begun ? Math.max(asked, 0) : 0;
}

/** The mark of a screen in the address. No element has it as its id: a browser that goes to one takes the focus along. */
function mark(screen) {
  return `#stap-${screen.id.replace("scherm-", "")}`;
}

function heading(screen) {
  return screen.querySelector(".scherm__kop");
}

/** "Stap 3 van 8" with a bar; the opening is no step. */
function count(progress, step, steps) {
  progress.hidden = step === 0;
  const words = progress.dataset.pattern.replace("{step}", step).replace("{steps}", steps);
  progress.querySelector("p").textContent = words;
  Object.assign(progress.querySelector("progress"), { max: steps, value: step });
}

/** The way forward is called "Overslaan" as long as nothing is filled in and nothing is needed. */
function label(form, screen) {
  const button = screen.querySelector("[data-next][data-skip]");
  if (!button) return;
  button.dataset.on ??= button.textContent;
  const questions = [...screen.querySelectorAll("[data-question]")];
  const skips = !questions.some((question) => given(question) || needed(form, question));
  button.textContent = skips ? button.dataset.skip : button.dataset.on;
  button.classList.toggle("knop--overslaan", skips);
}
