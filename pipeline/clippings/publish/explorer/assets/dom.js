// Elements. Text from the data goes into text nodes alone, isolated from the direction of what is around it.

/** An element with attributes and children; a child that is a string becomes a text node. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

/** A value from the data inside a line of text. */
function value(text, attributes = {}) {
  return el("bdi", attributes, shown(String(text)));
}

/** An address within the page. */
function href(view, parameters = {}) {
  const query = new URLSearchParams();
  for (const [name, given] of Object.entries(parameters)) {
    for (const one of Array.isArray(given) ? given : [given]) {
      if (one !== null && one !== undefined && one !== "") query.append(name, one);
    }
  }
  const text = query.toString();
  return `#/${view}${text ? `?${text}` : ""}`;
}

function link(address, ...children) {
  return el("a", { href: address }, ...children);
}

/** Children with a separator between them; those that are missing are left out. */
function joined(separator, children) {
  const held = children.filter((child) => child !== null && child !== undefined && child !== false && child !== "");
  return held.flatMap((child, number) => (number ? [separator, child] : [child]));
}

function titleOf(row) {
  const title = articles.get(row, "title");
  return title ? value(title) : el("span", { class: "none" }, labels.has_texts ? "(untitled)" : "(title not in this edition)");
}

function articleLink(articleId) {
  const row = rowOf(articles, "article_id", articleId);
  return row === undefined ? value(articleId) : link(href(`article/${articleId}`), titleOf(row));
}

/** `text` with the units of each of `ranges` ([start, end], sorted) in a `mark`. */
function marked(text, ranges) {
  const parts = [];
  let at = 0;
  for (const [start, end] of ranges) {
    if (start < at || end <= start) continue;
    parts.push(shown(text.slice(at, start)), el("mark", {}, shown(text.slice(start, end))));
    at = end;
  }
  parts.push(shown(text.slice(at)));
  return parts;
}

function table(caption, header, rows) {
  return el(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, header.map((cell) => el("th", { scope: "col" }, cell)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell))))),
    ),
  );
}

function say(text) {
  document.getElementById("status").textContent = text;
}
