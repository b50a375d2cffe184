// Recording a talk: only with one teller, who says yes to it beforehand. In the sound of several tellers nobody could
// take back the own voice.
import { Recorder } from "../tell/recorder.js";

const BOX = 'input[name="TOESTEMMING-v1"][value="opname"]';

/** The permission to record is asked before the talk: its box moves there from the last question. */
export function permission(form) {
  form.querySelector("[data-permission]").append(form.querySelector(BOX).closest(".keuze__optie"));
}

/** The recorder beside the turns. */
export class TalkRecorder extends Recorder {
  /** The box belongs to the screens of the first teller, which may be made anew. */
  get allowed() {
    return this.form.querySelector(BOX);
  }

  set allowed(_) {}

  get permitted() {
    return Boolean(this.allowed?.checked) && super.permitted;
  }

  get chosen() {
    return this.permitted;
  }

  get card() {
    return this.form.querySelector('input[name="KAART-v1"]');
  }

  /** There is always something typed as well. */
  get typed() {
    return true;
  }

  /** The talk itself is kept on this device too. */
  get stays() {
    return true;
  }

  mark() {
    super.mark();
    this.place.hidden = !this.allowed?.checked;
  }

  /** Stop, and be done only when nothing more of it will be kept. */
  async halt() {
    if (["recording", "paused"].includes(this.recorder?.state)) {
      const ended = new Promise((done) => this.recorder.addEventListener("stop", done));
      this.recorder.stop();
      await ended;
    }
    await this.work;
  }
}
