// Facets: values of articles to choose from. Values of one facet are alternatives; all facets must hold.

const NONE = "(none)";

function single(column) {
  return (row) => [articles.get(row, column) ?? NONE];
}

function persons(column) {
  return (row) => (articles.get(row, column) ?? NONE).split("; ");
}

const entitiesOf = new Map();
for (let row = 0; row < articleEntities.rows; row += 1) {
  const article = articleEntities.get(row, "article");
  if (!entitiesOf.has(article)) entitiesOf.set(article, []);
  entitiesOf.get(article).push(articleEntities.get(row, "entity"));
}

function entityName(id) {
  const row = rowOf(entities, "entity_id", id);
  return row === undefined ? id : entities.get(row, "name") ?? id;
}

/** Key in addresses, title, values of an article, and how a value is shown. */
const FACETS = [
  { key: "category", title: "Category", valuesOf: single("category") },
  { key: "source", title: "Source credited", valuesOf: single("source_name") },
  { key: "author", title: "Author credited", valuesOf: persons("author") },
  {
    key: "entity",
    title: "Names",
    valuesOf: (row) => (entitiesOf.get(row) || []).map((entity) => entities.get(entity, "entity_id")),
    label: entityName,
  },
  { key: "language", title: "Language", valuesOf: single("language"), label: languageName },
  { key: "completeness", title: "Completeness", valuesOf: single("completeness") },
  { key: "site", title: "Site", valuesOf: single("site") },
  { key: "when", title: "Month of the post", valuesOf: (row) => [(articles.get(row, "published_on") ?? NONE).slice(0, 7)], hidden: true },
];

function matches(facet, values, chosen) {
  if (facet.key === "when") return chosen.some((one) => values[0].startsWith(one)); // a year chooses its months
  return values.some((one) => chosen.includes(one));
}

/**
 * The articles that are in `among` (null: all) and hold every chosen facet, and the counts of each facet's values among the
 * articles that hold all other facets.
 */
function faceted(among, chosen) {
  const found = [];
  const counts = new Map(FACETS.map((facet) => [facet.key, new Map()]));
  const add = (facet, values) => {
    const counted = counts.get(facet.key);
    for (const one of new Set(values)) counted.set(one, (counted.get(one) || 0) + 1);
  };
  for (let row = 0; row < articles.rows; row += 1) {
    if (among && !among.has(row)) continue;
    const values = FACETS.map((facet) => facet.valuesOf(row));
    const failed = FACETS.filter((facet, n) => (chosen[facet.key] || []).length && !matches(facet, values[n], chosen[facet.key]));
    if (!failed.length) found.push(row);
    FACETS.forEach((facet, n) => {
      if (!failed.length || (failed.length === 1 && failed[0] === facet)) add(facet, values[n]);
    });
  }
  return { found, counts };
}

const FACET_SHOWN = 8;
const FACET_MOST = 200;

/** The facet's values as links that add or remove them, the most frequent first. */
function facetList(facet, counted, state) {
  const chosen = state.chosen[facet.key] || [];
  for (const one of chosen) if (!counted.has(one)) counted.set(one, 0);
  const ordered = [...counted].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  if (ordered.length < 2 && !chosen.length) return null;
  const item = ([one, number]) => {
    const isChosen = chosen.includes(one);
    const next = isChosen ? chosen.filter((other) => other !== one) : [...chosen, one];
    const label = facet.label && one !== NONE ? facet.label(one) : one;
    return el(
      "li",
      { class: isChosen ? "chosen" : null },
      el(
        "a",
        { href: stateHref(state, { [facet.key]: next }), "aria-current": isChosen ? "true" : null },
        el("span", { class: "tick", "aria-hidden": "true" }, isChosen ? "✓" : ""),
        value(label),
      ),
      el("span", { class: "number" }, NUMBER.format(number)),
    );
  };
  const first = ordered.filter(([one], n) => n < FACET_SHOWN || chosen.includes(one));
  const rest = ordered.filter((pair) => !first.includes(pair)).slice(0, FACET_MOST);
  return el(
    "section",
    { class: "facet", "data-facet": facet.key },
    el("h3", {}, facet.title),
    el("ul", {}, first.map(item)),
    rest.length ? el("details", {}, el("summary", {}, `${NUMBER.format(rest.length)} more`), el("ul", {}, rest.map(item))) : null,
  );
}

/** The address of the article list with some facets changed; it begins at the first page again. */
function stateHref(state, changes) {
  return href("articles", { q: state.query, ...state.chosen, sort: state.sort, ...changes });
}
