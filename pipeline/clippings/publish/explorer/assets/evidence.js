// Where a value was read: the page, the line, the characters; and the panel that shows them.

const CONTEXT_LINES = 3;
const CONTEXT_CHARACTERS = 400;

/** Characters of lines that a stretch of an article's field is: [{page_id, line_no, start, end}]. */
function placesOf(tables, articleId, field, start, end) {
  if (field === "text") {
    return tables.text_spans
      .where("article_id", articleId)
      .filter((span) => span.start < end && span.end > start)
      .map((span) => ({
        page_id: span.page_id,
        line_no: span.line_no,
        start: span.line_start + Math.max(start - span.start, 0),
        end: span.line_end - Math.max(span.end - end, 0),
      }));
  }
  const read = tables.evidence.where("article_id", articleId).find((row) => row.field === field);
  if (!read) return [];
  const isWhole = read.value === read.raw; // else the value is not made of the same characters
  return [{
    page_id: read.page_id,
    line_no: read.line_no,
    start: isWhole ? read.start + start : read.start,
    end: isWhole ? read.start + end : read.end,
  }];
}

function placeHref(place) {
  return href(`page/${place.page_id}`, { line: place.line_no, start: place.start, end: place.end });
}

function pathOf(pageId) {
  const row = rowOf(pages, "page_id", pageId);
  return row === undefined ? pageId : pages.get(row, "path");
}

function placeName(place) {
  return [value(pathOf(place.page_id)), `, line ${place.line_no}, characters ${place.start} to ${place.end}`];
}

/** The lines around `place`, its characters marked. */
async function linesAround(place) {
  const { lines } = await pageChunk(place.page_id);
  const rows = lines.by("page_id").get(place.page_id) || [];
  const from = Math.max(place.line_no - 1 - CONTEXT_LINES, 0);
  return el(
    "ol",
    { class: "excerpt", start: from + 1 },
    rows.slice(from, place.line_no + CONTEXT_LINES).map((row) => {
      const number = lines.get(row, "line_no");
      const isRead = number === place.line_no;
      return el(
        "li",
        { class: isRead ? "read" : null, value: number },
        isRead ? markedLine(lines.get(row, "text"), place) : cutLine(lines.get(row, "text")),
      );
    }),
  );
}

function cutLine(text) {
  if (text === null) return el("span", { class: "none" }, "no text in this edition");
  const cut = text.length > CONTEXT_CHARACTERS ? `${text.slice(0, CONTEXT_CHARACTERS)} …` : text;
  return el("span", { dir: "auto", class: "raw" }, shown(cut));
}

function markedLine(text, place) {
  if (text === null) return cutLine(text);
  const [start, end] = toUnits(text, [place.start, place.end]);
  const from = Math.max(start - CONTEXT_CHARACTERS, 0);
  const to = Math.min(end + CONTEXT_CHARACTERS, text.length);
  return el(
    "span",
    { dir: "auto", class: "raw" },
    from ? "… " : "",
    marked(text.slice(from, to), [[start - from, end - from]]),
    to < text.length ? " …" : "",
  );
}

/** The panel: a heading, facts as pairs of name and content, and each place with the lines around it. */
async function evidencePanel(heading, facts, places, closeHref) {
  const panel = el(
    "section",
    { class: "panel", "aria-labelledby": "panel-heading" },
    el("h2", { id: "panel-heading", tabindex: "-1" }, heading),
    link(closeHref, "Close"),
    el("dl", {}, facts.filter(([, content]) => content !== null).map(([name, content]) => [el("dt", {}, name), el("dd", {}, content)])),
  );
  panel.querySelector("a").className = "close";
  for (const place of places) {
    panel.append(
      el("h3", {}, placeName(place)),
      await linesAround(place),
      el("p", {}, link(placeHref(place), "Show this line on its page")),
    );
  }
  if (!places.length) panel.append(el("p", { class: "none" }, "No line is recorded for it."));
  return panel;
}
