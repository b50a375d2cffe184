// Reading aloud, question by question: a recording where there is one, else the voice of the device.
import { recording, speech, voiceOf } from "./voices.js";

const READ = ".vraag__tekst, .vraag__uitleg, [data-corner], .keuze__woord";

export async function begin(form) {
  const template = document.querySelector("template[data-aloud]");
  if (!template) return;
  const recorded = new Set((form.dataset.recordings ?? "").split(" ").filter(Boolean));
  const voice = await voiceOf(form.dataset.language);
  const [button, player] = template.content.children;
  for (const question of form.querySelectorAll("[data-question]")) {
    const name = question.dataset.question;
    const make = recorded.has(name)
      ? () => recording(`${form.dataset.recordingsAt}${name}.mp3`)
      : voice && (() => speech([...question.querySelectorAll(READ)], voice));
    if (make) offer(form, question, button.cloneNode(true), player, make);
  }
  if (!voice && !recorded.size) silent(form, template.dataset.voiceless);
}

/** A device without this language says so once, on the opening. */
function silent(form, sentence) {
  const line = document.createElement("p");
  line.className = "voorlezen__geen";
  line.textContent = sentence;
  form.querySelector("[data-screen] [data-keeping]")?.before(line);
}

/** The button of one question. Pressed, it makes place for a player; only one reads at a time. */
function offer(form, question, button, playerMould, make) {
  const text = question.querySelector(".vraag__tekst");
  text.after(button);
  let stop = null;
  button.addEventListener("click", () => {
    form.dispatchEvent(new CustomEvent("aloud"));
    const player = playerMould.cloneNode(true);
    const voice = make();
    stop = (event) => {
      voice.stop();
      const focused = player.contains(document.activeElement);
      player.replaceWith(button);
      if (focused && event?.type !== "screen") button.focus();
      for (const kind of ["aloud", "screen"]) form.removeEventListener(kind, stop);
      window.removeEventListener("pagehide", stop);
    };
    for (const kind of ["aloud", "screen"]) form.addEventListener(kind, stop);
    window.addEventListener("pagehide", stop);
    button.replaceWith(player);
    operate(player, voice, stop);
  });
}

/** Pause and go on, stop, slower, and how far it is. */
function operate(player, voice, stop) {
  const [pause, halt, slower] = ["pause", "stop", "slower"].map((part) => player.querySelector(`[data-${part}]`));
  const progress = player.querySelector("progress");
  const words = { true: pause.textContent, false: pause.dataset.resume };
  let reads = true;
  voice.onprogress = (share) => (progress.value = share);
  voice.onend = stop;
  pause.addEventListener("click", () => {
    reads = !reads;
    if (reads) voice.play();
    else voice.pause();
    pause.textContent = words[reads];
  });
  halt.addEventListener("click", stop);
  slower.addEventListener("click", () => {
    const slow = slower.getAttribute("aria-pressed") !== "true";
    slower.setAttribute("aria-pressed", String(slow));
    voice.slow(slow, reads);
  });
  pause.focus();
  voice.play();
}
