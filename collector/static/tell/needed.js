// Which questions still need an answer, and the kind sentence under a question. All sentences come from the page.
import { answersOf } from "./answers.js";

/** Whether anything is filled in. What a question gets in another way, such as a recording, carries data-complete. */
export function given(question) {
  if (question.querySelector("[data-complete]")) return true;
  return controls(question).some((one) => (isChoice(one) ? one.checked : one.value.trim() !== ""));
}

/** Whether this question must be answered, given the answers to the others. */
export function needed(form, question) {
  if ("needed" in question.dataset) return true;
  if (!question.dataset.neededWhen) return false;
  const answers = answersOf(form);
  const conditions = Object.entries(JSON.parse(question.dataset.neededWhen));
  return conditions.some(([other, wanted]) => [answers[other]].flat().some((answer) => wanted.includes(answer)));
}

/** The first question in these screens that must be answered and is not. */
export function unanswered(form, screens) {
  const questions = screens.flatMap((screen) => [...screen.querySelectorAll("[data-question]")]);
  return questions.find((question) => needed(form, question) && !complete(question));
}

/** Put a sentence under a question, or take it away; the control it is about says it too. */
export function say(question, sentence, isWrong = false) {
  const line = question.querySelector(".vraag__melding");
  if (!line) return;
  line.textContent = sentence;
  if (isWrong && sentence) line.scrollIntoView({ block: "nearest" });
  question.classList.toggle("vraag--mist", isWrong);
  const about = question.querySelector("fieldset") ?? controls(question)[0];
  line.id ||= `${about.id}-melding`;
  const linked = (about.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== line.id);
  if (sentence) linked.push(line.id);
  if (linked.length) about.setAttribute("aria-describedby", linked.join(" "));
  else about.removeAttribute("aria-describedby");
}

/** Ask for the answer that is missing, and go there. */
export function ask(question) {
  say(question, question.dataset.wanted, true);
  const first = controls(question).find((one) => !one.disabled && one.getClientRects().length);
  first?.focus();
}

function complete(question) {
  const box = question.querySelector('input[type="checkbox"][aria-required="true"]');
  return box ? box.checked : given(question);
}

function controls(question) {
  return [...question.querySelectorAll("input, textarea, select")];
}

function isChoice(control) {
  return control.type === "radio" || control.type === "checkbox";
}
