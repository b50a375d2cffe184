// Coding by keyboard: a letter and a digit tick a code, Enter saves. Without this script everything works by tap or tab.
const KEPT = "coding-keys";
const form = document.querySelector("[data-coding]");
const panel = form?.querySelector("[data-keys]");
if (panel) begin();

function begin() {
  const on = panel.querySelector("[data-keys-on]");
  const said = panel.querySelector("[data-keys-said]");
  const controls = new Map([...form.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, one]));
  let typed = "";
  panel.hidden = false;
  on.checked = localStorage.getItem(KEPT) !== "off";
  on.addEventListener("change", () => localStorage.setItem(KEPT, on.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Enter") return save(event);
    if (event.key.length !== 1 || event.key === " ") return;
    const key = event.key.toLowerCase();
    typed = [typed + key, key].find((keys) => starts(controls, keys)) ?? "";
    if (!typed) return;
    event.preventDefault();
    const control = controls.get(typed);
    said.textContent = control ? chosen(control) : typed.toUpperCase();
    if (control) typed = "";
  });
}

function starts(controls, keys) {
  return [...controls.keys()].some((key) => key.startsWith(keys));
}

/** Press the button, or tick the box, and say what happened. */
function chosen(control) {
  control.click();
  return control.labels?.length ? `${control.labels[0].textContent.trim()}: ${control.checked ? "aan" : "uit"}` : "";
}

/** Enter saves, except on what Enter itself opens or follows. */
function save(event) {
  if (event.target.closest("a, button, summary")) return;
  event.preventDefault();
  form.requestSubmit();
}
