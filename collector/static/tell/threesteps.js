// A triangle by buttons: what fits most, what else, and does the last fit a little. For keyboard, switch and voice.

// What an order of corners stands for. A place that leans to the first corner and keeps the zone of what was said.
const [WITH_ONE, WITH_TWO, ALL] = [[0.55, 0.45, 0], [0.5, 0.3, 0.2], [1 / 3, 1 / 3, 1 / 3]];

/** Fill the steps with buttons; ``choose`` gets the three shares, in the order of the corners. */
export function byButtons(question, choose) {
  const panel = question.querySelector(".driehoek__knoppen");
  const words = panel.dataset;
  const corners = [...question.querySelectorAll("[data-corner]")].map((corner) => corner.textContent);
  const [most, also, least] = ["most", "also", "least"].map((step) => panel.querySelector(`[data-step=${step}]`));

  const give = (order, parts) => choose([0, 1, 2].map((corner) => parts[order.indexOf(corner)] ?? 0));
  const others = (...known) => [0, 1, 2].filter((corner) => !known.includes(corner));

  function askMost() {
    const all = [words.all, () => (close(also, least), choose(ALL))];
    fill(most, [...corners.map((name, corner) => [name, () => askAlso(corner)]), all]);
  }

  function askAlso(first) {
    give([first], [1]);
    close(least);
    const more = others(first).map((second) => [corners[second], () => askLeast(first, second)]);
    fill(also, [...more, [words.none, () => (close(least), give([first], [1]))]]);
  }

  function askLeast(first, second) {
    give([first, second], WITH_ONE);
    const [third] = others(first, second);
    const line = least.querySelector("p");
    line.textContent = line.dataset.pattern.replace("{}", corners[third]);
    fill(least, [
      [words.little, () => give([first, second, third], WITH_TWO)],
      [words.not, () => give([first, second], WITH_ONE)],
    ]);
  }

  function fill(step, choices) {
    close(step);
    step.hidden = false;
    for (const [name, act] of choices) {
      const button = panel.querySelector("template").content.firstElementChild.cloneNode(true);
      button.textContent = name;
      button.addEventListener("click", () => {
        for (const one of step.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
        act();
      });
      step.append(button);
    }
  }

  function close(...steps) {
    for (const step of steps) {
      step.hidden = true;
      for (const button of step.querySelectorAll("button")) button.remove();
    }
  }

  askMost();
}
