// Every teller of a talk goes through the same screens: copies of the templates of the page, with the number of the
// teller behind every name and id.
import { answersOf } from "../tell/answers.js";
import * as triangle from "../tell/triangle.js";

const NAMED = ["id", "for", "name", "aria-describedby", "aria-labelledby"];
const [SMALLEST_NAME, NUMBER] = [/\S+/g, /^(.+)-v(\d+)$/];

/** Let the form have the screens of so many tellers, in order. */
export function grow(form, tellers) {
  for (const template of form.querySelectorAll("template[data-each-teller]")) {
    const there = [...form.querySelectorAll(`[data-of="${template.dataset.eachTeller}"]`)];
    for (const part of there) if (Number(part.dataset.teller) > tellers) part.remove();
    const has = Math.max(0, ...there.map((part) => Number(part.dataset.teller)));
    for (let teller = has + 1; teller <= tellers; teller += 1) template.before(...copies(template, teller));
  }
  form.dispatchEvent(new CustomEvent("screens"));
}

function copies(template, teller) {
  const copy = template.content.cloneNode(true);
  for (const element of copy.querySelectorAll("*")) {
    for (const name of NAMED) {
      if (element.hasAttribute(name)) {
        element.setAttribute(name, element.getAttribute(name).replace(SMALLEST_NAME, (word) => `${word}-v${teller}`));
      }
    }
    if (element.dataset.neededWhen) element.dataset.neededWhen = ofTeller(element.dataset.neededWhen, teller);
    if ("tellerName" in element.dataset) {
      element.textContent = `${"small" in element.dataset ? "verteller" : "Verteller"} ${teller}`;
    }
  }
  for (const question of copy.querySelectorAll("[data-must] [data-question]")) {
    question.dataset.needed = "";
    question.dataset.wanted = question.closest("[data-must]").dataset.must;
  }
  const parts = [...copy.children];
  for (const part of parts) Object.assign(part.dataset, { of: template.dataset.eachTeller, teller });
  for (const part of parts) if ("screen" in part.dataset) part.hidden = true;
  triangle.begin(copy);
  return parts;
}

/** The condition of a question, about the answers of the same teller. */
function ofTeller(condition, teller) {
  const renamed = Object.entries(JSON.parse(condition)).map(([item, wanted]) => [`${item}-v${teller}`, wanted]);
  return JSON.stringify(Object.fromEntries(renamed));
}

/** The answers in the form: {shared, tellers: {1: {…}, 2: {…}}}, by question. */
export function answersByTeller(form) {
  const found = { shared: {}, tellers: {} };
  for (const [name, value] of Object.entries(answersOf(form))) {
    const [, item, teller] = name.match(NUMBER) ?? [];
    if (teller) (found.tellers[teller] ??= {})[item] = value;
    else found.shared[name] = value;
  }
  return found;
}

/** Answers by question as answers by name in the form, for one teller. */
export function named(answers, teller) {
  return Object.fromEntries(Object.entries(answers).map(([item, value]) => [`${item}-v${teller}`, value]));
}
