// Two voices with the same handles (play, pause, slow, stop, onprogress, onend): the device's own, and a recording.

const LOCALES = { nl: "nl-NL", tr: "tr-TR", ar: "ar", en: "en-GB", pl: "pl-PL", de: "de-DE" };
const SLOW = 0.7;
const PATIENCE = 1500;

/** A voice of this device for a language, or nothing. Some browsers have their voices only after a moment. */
export async function voiceOf(language) {
  const synthesis = window.speechSynthesis;
  if (!synthesis) return null;
  if (!synthesis.getVoices().length) {
    await new Promise((ready) => {
      synthesis.addEventListener?.("voiceschanged", ready, { once: true });
      setTimeout(ready, PATIENCE);
    });
  }
  const tag = (voice) => voice.lang.replace("_", "-").toLowerCase();
  const wanted = (LOCALES[language] ?? language).toLowerCase();
  const voices = synthesis.getVoices().filter((voice) => tag(voice).split("-")[0] === wanted.split("-")[0]);
  const best = (voice) => 2 * Number(tag(voice) === wanted) + Number(Boolean(voice.localService));
  return voices.sort((one, other) => best(other) - best(one))[0] ?? null;
}

/** Speaks the words of elements one after the other and shows which one it is at. */
export function speech(elements, voice) {
  let [place, rate, utterance] = [0, 1, null];
  const mark = (element, on) => element?.classList.toggle("voorgelezen", on);
  const handles = {
    play() {
      if (place >= elements.length) return handles.onend();
      const words = elements[place].cloneNode(true);
      for (const aside of words.querySelectorAll(".vraag__nodig")) aside.remove();
      utterance = new SpeechSynthesisUtterance(words.textContent.trim());
      Object.assign(utterance, { voice, lang: voice.lang, rate });
      const mine = utterance;
      // A cancelled utterance ends too; only the one that is being read goes on to the next.
      utterance.onend = utterance.onerror = () => mine === utterance && advance();
      mark(elements[place], true);
      speechSynthesis.speak(utterance);
    },
    pause() {
      utterance = null;
      mark(elements[place], false);
      speechSynthesis.cancel();
    },
    slow(on, reads) {
      rate = on ? SLOW : 1;
      if (reads) handles.pause(), handles.play();
    },
    stop: () => handles.pause(),
  };
  const advance = () => {
    mark(elements[place], false);
    place += 1;
    handles.onprogress(place / elements.length);
    handles.play();
  };
  return handles;
}

/** Plays a recording. */
export function recording(address) {
  const audio = new Audio(address);
  const handles = {
    play: () => audio.play().catch(() => handles.onend()),
    pause: () => audio.pause(),
    slow: (on) => (audio.playbackRate = on ? SLOW : 1),
    stop: () => audio.pause(),
  };
  audio.addEventListener("timeupdate", () => handles.onprogress(audio.currentTime / (audio.duration || 1)));
  audio.addEventListener("ended", () => handles.onend());
  return handles;
}
