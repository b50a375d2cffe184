// Triangles: arrow keys go the way the eye sees it; where any point counts, the plane can be tapped, dragged in, or
// filled in by buttons in three steps. Shares stand in the order of the corners: top, start, end.
import { byButtons } from "./threesteps.js";

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
// The drawing is 100 by 90, with the corners at (50, 10), (10, 80) and (90, 80).
const [TOP, BASE, START, WIDE] = [10, 80, 10, 80];
// The convention of the zones: a corner from 0.6 on, an edge when one share stays below 0.2, else the centre.
const [CORNER, THIRD] = [0.6, 0.2];

export function begin(form) {
  for (const triangle of form.querySelectorAll(".driehoek")) {
    const question = triangle.closest("[data-question]");
    question.addEventListener("keydown", (event) => walk(question, event));
    if ("continuous" in triangle.dataset) open(question, triangle);
  }
}

/** Move to the nearest answer in the direction of the arrow; at the border nothing moves. */
function walk(question, event) {
  const direction = ARROWS[event.key];
  if (!direction || event.target.type !== "radio") return;
  event.preventDefault();
  const from = middle(event.target);
  const far = (radio) => {
    const [x, y] = middle(radio).map((value, axis) => value - from[axis]);
    const along = x * direction[0] + y * direction[1];
    const aside = Math.abs(x * direction[1]) + Math.abs(y * direction[0]);
    return along > 4 && along * 1.5 >= aside ? along + 2 * aside : Infinity;
  };
  const others = [...question.querySelectorAll("input[type=radio]")].filter((one) => one.getClientRects().length);
  const nearest = others.reduce((best, one) => (far(one) < far(best) ? one : best), others[0]);
  if (far(nearest) === Infinity) return;
  nearest.focus();
  nearest.click();
}

function middle(element) {
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Open the whole plane of a triangle. The dots stay in the form, as answers that the buttons can choose. */
function open(question, triangle) {
  const plane = triangle.querySelector(".driehoek__vlak");
  const dots = [...triangle.querySelectorAll("[data-shares]")];
  const point = triangle.querySelector("[data-point]");
  triangle.classList.add("driehoek--vrij");
  point.disabled = false;
  for (const part of question.querySelectorAll(".driehoek__uitleg, .driehoek__knoppen")) part.hidden = false;

  const choose = (shares) => {
    const dot = dots.find((one) => sharesOf(one).every((share, corner) => Math.abs(share - shares[corner]) < 0.001));
    if (!dot) point.value = `punt:${shares.join(",")}`;
    (dot ?? point).checked = true;
    (dot ?? point).dispatchEvent(new Event("change", { bubbles: true }));
  };
  const draw = () => draws(triangle, dots, point);
  plane.addEventListener("pointerdown", (event) => {
    plane.setPointerCapture(event.pointerId);
    choose(pointedAt(plane, event));
  });
  plane.addEventListener("pointermove", (event) => {
    if (plane.hasPointerCapture(event.pointerId)) choose(pointedAt(plane, event));
  });
  question.addEventListener("change", draw);
  byButtons(question, choose);
  draw();
}

/** The shares of a pointer's place in hundredths, together exactly one; outside the triangle the border counts. */
function pointedAt(plane, event) {
  const box = plane.getBoundingClientRect();
  const seen = ((event.clientX - box.left) / box.width) * 100;
  const x = mirrored(plane) ? 100 - seen : seen;
  const top = (BASE - ((event.clientY - box.top) / box.height) * 90) / (BASE - TOP);
  const end = (x - START) / WIDE - top / 2;
  const inside = [top, 1 - top - end, end].map((share) => Math.max(share, 0));
  const total = inside.reduce((sum, share) => sum + share);
  return hundredths(inside.map((share) => share / total));
}

function hundredths(shares) {
  const parts = shares.map((share) => Math.floor(share * 100));
  const order = [0, 1, 2].sort((a, b) => (shares[b] * 100 - parts[b]) - (shares[a] * 100 - parts[a]));
  for (let left = 100 - parts.reduce((sum, part) => sum + part), next = 0; left > 0; left -= 1, next += 1) {
    parts[order[next]] += 1;
  }
  return parts.map((part) => part / 100);
}

/** Put the spot where the answer is, and give a point the name of its zone. */
function draws(triangle, dots, point) {
  const chosen = [...dots, point].find((one) => one.checked);
  const spot = triangle.querySelector(".driehoek__plek");
  spot.toggleAttribute("hidden", !chosen);
  if (!chosen) return;
  const [top, start, end] = sharesOf(chosen);
  const x = START + WIDE * (end + top / 2);
  spot.setAttribute("cx", mirrored(triangle) ? 100 - x : x);
  spot.setAttribute("cy", BASE - (BASE - TOP) * top);
  if (chosen === point) point.labels[0].textContent = dots[zone([top, start, end])].labels[0].textContent;
}

function sharesOf(radio) {
  return (radio.dataset.shares ?? radio.value.replace("punt:", "")).split(",").map(Number);
}

/** Which of the seven dots names this place: three corners, three edges, the centre. */
function zone(shares) {
  const small = shares.filter((share) => share < THIRD).length;
  if (Math.max(...shares) >= CORNER || small > 1) return shares.indexOf(Math.max(...shares));
  return small ? 5 - shares.findIndex((share) => share < THIRD) : 6;
}

function mirrored(element) {
  return getComputedStyle(element).direction === "rtl";
}
