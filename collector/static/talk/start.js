// The page on which a worker records a talk, part by part. It shares its screens, its questions, its recorder and its
// outbox with the forms of the residents.
import { possible } from "../outbox/store.js";
import * as choices from "../tell/choices.js";
import * as recorder from "../tell/recorder.js";
import * as steps from "../tell/steps.js";
import { TalkRecorder, permission } from "./speaking.js";
import { Talk } from "./talk.js";
import { grow } from "./tellers.js";

const form = document.querySelector("#gesprek");
if (form && possible()) {
  grow(form, 1);
  permission(form);
  choices.begin(form);
  steps.begin(form);
  new Talk(form, recorder.begin(form, TalkRecorder, "TOESTEMMING-v1"));
}
