// What the script shows and says comes from the page, so that it is in the language of the page.

const parts = document.querySelector("#toestel-delen")?.content;

/** The section of the page for what this device keeps, with the facts the server put there; null on other pages. */
export const place = document.querySelector("#toestel");

/** A fresh copy of a part of the page. */
export const part = (name) => parts.querySelector(`[data-part="${name}"]`).cloneNode(true);

/** A sentence by name, with its number filled in. */
export const sentence = (name, n = "") => parts.querySelector(`[data-say="${name}"]`).textContent.replace("{n}", n);

/** "1 verhaal nog niet verstuurd", or how many. */
export const count = (n) => sentence(n === 1 ? "one" : "many", n);

/** Say sentences in an element, each in a paragraph of its own. */
export function say(element, ...sentences) {
  const said = sentences.map((text) => Object.assign(document.createElement("p"), { textContent: text }));
  element.replaceChildren(...said);
  if (said.length) element.scrollIntoView({ block: "nearest" });
}

/** Run an action when a button of a part is pressed; a second press waits for the first to end. */
export function on(element, name, action) {
  const button = element.querySelector(`[data-do="${name}"]`);
  button.addEventListener("click", async () => {
    button.disabled = true;
    await action(button).finally(() => (button.disabled = false));
  });
}
