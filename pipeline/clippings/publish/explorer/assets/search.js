// Full-text search: every word must begin a word of the title, standfirst or text; "quoted words" must follow one another.

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const SEARCHED = ["title", "deck", "text"];
const READ_AHEAD = 16;
const foldedTexts = new Map();

/** The patterns of a query, to be matched against folded text; none for an empty query. */
function patterns(query) {
  const terms = [];
  for (const [, phrase, word] of query.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
    const found = fold(phrase ?? word).match(/[\p{L}\p{N}]+/gu);
    if (found) terms.push(...(phrase === undefined ? found.map((one) => [one]) : [found]));
  }
  return terms.map((term) => {
    const body = term.join("[^\\p{L}\\p{N}]+");
    return new RegExp(UNSPACED.test(body) ? body : `(?<![\\p{L}\\p{N}])${body}`, "gu");
  });
}

function foldedOf(row, details) {
  if (!foldedTexts.has(row)) {
    const id = articles.get(row, "article_id");
    const detail = rowOf(details, "article_id", id);
    const parts = SEARCHED.map((name) => (name === "title" ? articles.get(row, name) : details.get(detail, name)));
    foldedTexts.set(row, fold(parts.filter(Boolean).join("\n")));
  }
  return foldedTexts.get(row);
}

/** Rows of the articles that match `query`; null where it asks for nothing. `isStale` ends a search nobody waits for. */
async function search(query, isStale) {
  const sought = patterns(query);
  if (!sought.length) return null;
  const found = new Set();
  const chunks = [...articleChunks()];
  for (const [number, [name, rows]] of chunks.entries()) {
    for (const [ahead] of chunks.slice(number, number + READ_AHEAD)) chunk(ahead).catch(() => {});
    const { article_details: details } = await chunk(name);
    if (isStale()) return found;
    for (const row of rows) {
      const text = foldedOf(row, details);
      if (sought.every((pattern) => text.search(pattern) >= 0)) found.add(row);
    }
    if (chunks.length > 1 && number % 16 === 0) say(`Searching: ${Math.round((100 * number) / chunks.length)} %`);
  }
  return found;
}

/** Units of `text` that match any of the patterns, as sorted [start, end]. */
function hits(text, sought) {
  const { folded, origins } = foldWithOrigins(text);
  const ranges = [];
  for (const pattern of sought) {
    for (const match of folded.matchAll(pattern)) {
      if (match[0]) ranges.push([origins[match.index], origins[match.index + match[0].length]]);
    }
  }
  return ranges.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
}

const SNIPPET_BEFORE = 60;
const SNIPPET_AFTER = 180;

/** A stretch of `text` around its first hit, hits marked; its beginning where nothing is sought. */
function snippet(text, sought) {
  const ranges = sought.length ? hits(text, sought) : [];
  const first = ranges.length ? ranges[0][0] : 0;
  let from = first > SNIPPET_BEFORE ? text.lastIndexOf(" ", first - SNIPPET_BEFORE) + 1 : 0;
  if (first - from > 2 * SNIPPET_BEFORE) from = first - SNIPPET_BEFORE;
  const cut = text.lastIndexOf(" ", first + SNIPPET_AFTER);
  const to = first + SNIPPET_AFTER >= text.length ? text.length : cut > first + SNIPPET_AFTER / 2 ? cut : first + SNIPPET_AFTER;
  const inside = ranges.filter(([start, end]) => start >= from && end <= to).map(([start, end]) => [start - from, end - from]);
  return [from ? "… " : "", ...marked(text.slice(from, to), inside), to < text.length ? " …" : ""];
}
