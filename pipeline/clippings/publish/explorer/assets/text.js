// Strings: offsets in code points, folding for search, numbers and dates as shown.

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/;

/** Characters of `text` from `start` to `end`, counted as the tables count: in code points. */
function codePoints(text, start, end) {
  if (!ASTRAL.test(text)) return text.slice(start, end);
  return Array.from(text).slice(start, end).join("");
}

/** Positions in code points as positions in UTF-16 units of `text`. */
function toUnits(text, positions) {
  if (!ASTRAL.test(text)) return positions;
  const units = [0];
  for (const character of text) units.push(units[units.length - 1] + character.length);
  return positions.map((position) => units[Math.min(position, units.length - 1)]);
}

// letters that writers of Persian, Urdu and Arabic type in more than one way; the joiner that is not seen
const SAME = {
  "\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647", "\u06c0": "\u0647", "\u06c1": "\u0647",
  "\u200c": "", "\u200d": "", "\u00ad": "", "\u0640": "", "\u2019": "'", "\u2018": "'",
};
const SAME_PATTERN = new RegExp(`[${Object.keys(SAME).join("")}]`, "g");
const DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** `text` without letter case, accents and variants of letters: two strings that fold to one are found alike. */
function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(SAME_PATTERN, (letter) => SAME[letter])
    .replace(DIGITS, (digit) => String(digit.charCodeAt(0) % 16));
}

/** `fold(text)`, and for each of its units the unit of `text` it comes from. */
function foldWithOrigins(text) {
  let folded = "";
  const origins = [];
  let at = 0;
  for (const character of text) {
    const part = fold(character);
    for (let i = 0; i < part.length; i += 1) origins.push(at);
    folded += part;
    at += character.length;
  }
  origins.push(at);
  return { folded, origins };
}

const PICTURES = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** `text` with control characters as pictures, one for one. */
function shown(text) {
  return text.replace(PICTURES, (control) => (control === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + control.charCodeAt(0))));
}

const NUMBER = new Intl.NumberFormat("en");

function count(number, one, many) {
  return `${NUMBER.format(number)} ${number === 1 ? one : many || `${one}s`}`;
}

/** A name of the tables as words: `source_name` as "Source name". */
function words(name) {
  const spaced = name.replace(/_/g, " ");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const LANGUAGE_NAMES = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

function languageName(code) {
  return !code || code === "und" ? "not known" : LANGUAGE_NAMES.of(code);
}
