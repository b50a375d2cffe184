// The page of a story form, part by part. Without this file the form is one long page that works just as well.
import * as aloud from "./aloud.js";
import * as card from "./card.js";
import * as choices from "./choices.js";
import * as keeping from "./keeping.js";
import * as kiosk from "./kiosk.js";
import * as recorder from "./recorder.js";
import * as steps from "./steps.js";
import * as triangle from "./triangle.js";

const form = document.querySelector("form[data-questionnaire]");
if (form) for (const part of [card, triangle, choices, steps, aloud, recorder, keeping, kiosk]) part.begin(form);
