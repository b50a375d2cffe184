// The answers of a form in the shape of the JSON interface, and back again.

// Fields of the page itself: its token, the id of the story, and the box that people leave empty.
const OURS = new Set(["csrf_token", "id", "website", "taal"]);

/** Answers by question: one text, or a list of texts where several may be chosen; what is empty is left out. */
export function answersOf(form) {
  const answers = {};
  for (const [name, value] of new FormData(form)) {
    if (OURS.has(name) || typeof value !== "string" || value.trim() === "") continue;
    if (several(form, name)) (answers[name] ??= []).push(value);
    else answers[name] = value.trim();
  }
  return answers;
}

/** Put answers back into the form; what the form does not know is left alone. */
export function fillIn(form, answers) {
  for (const control of form.elements) {
    if (!control.name || OURS.has(control.name) || !(control.name in answers)) continue;
    const wanted = [answers[control.name]].flat();
    if (["radio", "checkbox"].includes(control.type)) control.checked = wanted.includes(control.value);
    else control.value = wanted[0] ?? "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** A question of checkboxes may have several answers. */
function several(form, name) {
  return [form.elements[name]].flat().some((one) => (one instanceof RadioNodeList ? one[0] : one)?.type === "checkbox");
}
