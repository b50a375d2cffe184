// The digest of a hand-in, by the rule of the server: SHA-256 of canonical JSON. Equal digests mean: arrived as sent.

// White space as the server sees it; it differs a little from what String.trim takes away.
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** SHA-256 (hex) of {questionnaire, language, answers}: keys in order, no spaces, no empty answers, texts trimmed.
 * The turns of a talk count as an answer, as pairs of speaker and words. */
export async function digestOf({ questionnaire, language, answers: given, turns }) {
  const answers = turns ? { ...given, turns: turns.map(({ speaker, text }) => [speaker, text]) } : given;
  const told = {};
  for (const item of Object.keys(answers).sort()) {
    if (answers[item] != null && answers[item].length !== 0) told[item] = plain(answers[item]);
  }
  const bytes = new TextEncoder().encode(JSON.stringify({ answers: told, language, questionnaire }));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function plain(value) {
  return Array.isArray(value) ? value.map(plain) : trimmed(String(value).replaceAll("\r\n", "\n"));
}

function trimmed(text) {
  let [from, to] = [0, text.length];
  while (from < to && SPACE.test(text[from])) from += 1;
  while (to > from && SPACE.test(text[to - 1])) to -= 1;
  return text.slice(from, to);
}
