// Names: the entities that the articles mention, and each with its articles.

const ENTITIES_SHOWN = 200;
const TOGETHER = 15;

/** The view of all entities. */
async function viewEntities(parameters) {
  const type = parameters.get("type");
  const query = parameters.get("q") || "";
  const sought = fold(query);
  const rows = [];
  const types = new Map();
  for (let row = 0; row < entities.rows; row += 1) {
    if (sought && !fold(entities.get(row, "name") ?? "").includes(sought)) continue;
    const own = entities.get(row, "type");
    types.set(own, (types.get(own) || 0) + 1);
    if (!type || type === own) rows.push(row);
  }
  rows.sort((one, other) => entities.get(other, "article_count") - entities.get(one, "article_count") || entities.get(other, "mention_count") - entities.get(one, "mention_count") || one - other);
  const field = el("input", { type: "search", id: "name", value: query, dir: "auto" });
  const submit = (event) => {
    event.preventDefault();
    location.hash = href("entities", { type, q: field.value.trim() });
  };
  return {
    title: "Names",
    keepsFocus: true,
    content: [
      el("h1", {}, "Names"),
      el("form", { class: "search", role: "search", onsubmit: submit }, el("label", { for: "name" }, "Find a name"), field, el("button", { type: "submit" }, "Find")),
      el("ul", { class: "chosen-list", "aria-label": "Types" }, [
        el("li", {}, link(href("entities", { q: query }), type ? "all types" : el("strong", {}, "all types"))),
        [...types].sort().map(([one, number]) => el("li", {}, link(href("entities", { q: query, type: one }), type === one ? el("strong", {}, labels.entity_types[one]) : labels.entity_types[one], ` (${NUMBER.format(number)})`))),
      ]),
      rows.length > ENTITIES_SHOWN ? el("p", {}, `The ${ENTITIES_SHOWN} in most articles, of ${NUMBER.format(rows.length)}.`) : null,
      table("Names", ["Name", "Type", "Articles", "Mentions", "Listed"], rows.slice(0, ENTITIES_SHOWN).map((row) => [
        link(href(`entity/${entities.get(row, "entity_id")}`), value(entities.get(row, "name") ?? entities.get(row, "entity_id"))),
        labels.entity_types[entities.get(row, "type")],
        NUMBER.format(entities.get(row, "article_count")),
        NUMBER.format(entities.get(row, "mention_count")),
        entities.get(row, "is_curated") ? "authority file" : "by its form",
      ])),
    ],
  };
}

/** Entities that are mentioned in the same articles, the most frequent first. */
function together(entity, rows) {
  const counts = new Map();
  for (const row of rows) for (const other of entitiesOf.get(row)) if (other !== entity) counts.set(other, (counts.get(other) || 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, TOGETHER);
}

/** The view of one entity. */
async function viewEntity(parameters, isStale, id) {
  const row = rowOf(entities, "entity_id", id);
  if (row === undefined) return missing(`No entity has the id ${id}.`);
  const entity = entities.row(row);
  const { entity_names: names } = await chunk("shared");
  const rows = (articleEntities.by("entity").get(row) || []).map((pair) => articleEntities.get(pair, "article"));
  const other = names.where("entity_id", id).filter((name) => name.name !== entity.name);
  const spelled = other.filter((name) => name.kind === "seen").map((name) => value(name.name));
  const listed = other.filter((name) => name.kind !== "seen").map((name) => value(name.name, { lang: name.language }));
  const isItem = /^Q\d+$/.test(entity.wikidata_id || "");
  const facts = [
    ["Type", labels.entity_types[entity.type]],
    ["Listed", entity.is_curated ? "in the authority file" : "no: found by its form"],
    ["Note", entity.note && value(entity.note)],
    ["Wikidata", isItem ? el("a", { href: `https://www.wikidata.org/wiki/${entity.wikidata_id}`, rel: "noopener noreferrer" }, entity.wikidata_id) : null],
    ["Also spelled in the articles", spelled.length ? joined(", ", spelled) : null],
    ["Other names", listed.length ? joined(", ", listed) : null],
    ["Often in the same articles", joined(", ", together(row, rows).map(([one, number]) => [link(href(`entity/${entities.get(one, "entity_id")}`), value(entities.get(one, "name") ?? "")), ` (${number})`]))],
  ];
  const state = { query: "", chosen: { entity: [id] }, sort: null, page: 1 };
  return {
    title: entity.name ?? id,
    content: [
      el("h1", { dir: "auto" }, shown(entity.name ?? id)),
      el("dl", { class: "values" }, facts.filter(([, fact]) => fact && fact.length !== 0).map(([name, fact]) => [el("dt", {}, name), el("dd", {}, fact)])),
      timeline(rows, state),
      el("h2", {}, `${count(rows.length, "article")}, ${count(entity.mention_count, "mention")}`),
      el("ol", { class: "articles" }, await Promise.all(sorted([...rows], null).slice(0, PER_PAGE).map((one) => result(one, [])))),
      rows.length > PER_PAGE ? el("p", {}, link(href("articles", { entity: id }), `All ${NUMBER.format(rows.length)} articles`)) : null,
    ],
  };
}
