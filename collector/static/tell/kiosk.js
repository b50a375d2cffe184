// On a kiosk a story is sent without leaving the page: a page that was sent would stay in the history of the browser.
import { say } from "./needed.js";

export function begin(form) {
  if (!("kiosk" in document.body.dataset)) return;
  let sending = false;
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    await send(form).finally(() => (sending = false));
  });
}

/** Send, and go on to the page of thanks in the place of this one; what is to be changed is said here. */
async function send(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer.redirected) return location.replace(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 429 || answer.status >= 500) return unsent(form, page.querySelector(".utrecht-paragraph--lead"));
    const remarks = page.querySelector(".foutenlijst");
    if (remarks) remark(form, remarks);
    else document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  } catch {
    unsent(form);
  }
}

/** The story stays on the screen, with a sentence beside the button. */
function unsent(form, reason) {
  form.querySelector('[data-part="unsent"]')?.remove();
  const sentence = document.querySelector("#kiosk-delen").content.querySelector('[data-part="unsent"]').cloneNode(true);
  if (reason) sentence.prepend(`${reason.textContent} `);
  form.querySelector(".verzend").append(sentence);
}

/** The list of what is to be changed above the screens, and each sentence under its question. */
function remark(form, remarks) {
  form.querySelector(".foutenlijst")?.remove();
  form.querySelector('[data-part="unsent"]')?.remove();
  form.querySelector(".voortgang").after(remarks);
  for (const link of remarks.querySelectorAll("a")) {
    const question = document.getElementById(link.hash.slice(1))?.closest("[data-question]");
    if (question) say(question, link.textContent, true);
  }
  remarks.querySelector("h2").focus();
}
