// One answer too many is refused at once and in words, an answer with a message of its own gives it, and whoever wants
// to speak gets the recorder.
import { say } from "./needed.js";

export function begin(form) {
  // At the first letter, not on leaving: a line that goes away then moves the button from under the finger.
  form.addEventListener("input", (event) => {
    const question = event.target.closest("[data-question]");
    if (question) say(question, "");
  });
  form.addEventListener("change", (event) => {
    const question = event.target.closest("[data-question]");
    if (question && event.target.checked) react(question, event.target);
    offerRecorder(form);
  });
  offerRecorder(form);
}

function offerRecorder(form) {
  const spoken = form.querySelector('input[name="MODUS"][value="zelf_inspreken"]');
  for (const recorder of form.querySelectorAll("[data-recorder]")) recorder.hidden = Boolean(spoken && !spoken.checked);
}

function react(question, control) {
  const refusal = control.type === "checkbox" ? tooMuch(question) : "";
  if (refusal) control.checked = false;
  say(question, refusal || control.dataset.refuse || "", refusal !== "");
}

/** The sentence that refuses what is ticked now, or nothing. */
function tooMuch(question) {
  const ticked = [...question.querySelectorAll("input:checked")];
  if (ticked.length > Number(question.dataset.most ?? Infinity)) return question.dataset.tooMany;
  const unsure = ticked.some((one) => "unknown" in one.dataset);
  return unsure && ticked.length > 1 ? question.dataset.notBoth : "";
}
