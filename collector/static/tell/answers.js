// The answers of a form in the shape of the JSON interface, and back again.

// Fields of the page itself: its token, the id of the story, and the box that people leave empty.
const OURS = new Set(["csrf_token", "id", "recording", "website", "taal"]);

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
    if ("point" in control.dataset) takePoint(control, wanted);
    if (["radio", "checkbox"].includes(control.type)) control.checked = wanted.includes(control.value);
    else control.value = wanted[0] ?? "";
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** A place in a triangle is no answer that was there before: its radio button takes the place as its value. */
function takePoint(control, wanted) {
  const place = wanted.find((answer) => String(answer).startsWith("punt:"));
  if (!place) return;
  control.value = place;
  control.disabled = false;
}

/** A question of checkboxes may have several answers. */
function several(form, name) {
  return form.querySelector(`input[name="${CSS.escape(name)}"]`)?.type === "checkbox";
}
