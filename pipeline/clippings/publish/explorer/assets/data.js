// The data of the page: tables by column, parsed when they are needed. No other script reads the data blocks.

/** A table by column. `get(row, name)` is null for a missing value and for a column this edition lacks. */
class Table {
  constructor(raw) {
    this.rows = raw.rows;
    this.columns = raw.columns;
    this.groups = new Map();
  }
  has(name) {
    return name in this.columns;
  }
  get(row, name) {
    const column = this.columns[name];
    if (column === undefined) return null;
    if (Array.isArray(column)) return column[row];
    const code = column.codes[row];
    return code < 0 ? null : column.distinct[code];
  }
  row(number) {
    const found = {};
    for (const name of Object.keys(this.columns)) found[name] = this.get(number, name);
    return found;
  }
  /** Row numbers by the value of the column `name`. */
  by(name) {
    if (!this.groups.has(name)) {
      const groups = new Map();
      for (let row = 0; row < this.rows; row += 1) {
        const value = this.get(row, name);
        const group = groups.get(value);
        if (group) group.push(row);
        else groups.set(value, [row]);
      }
      this.groups.set(name, groups);
    }
    return this.groups.get(name);
  }
  /** The rows whose column `name` is `value`, as objects. */
  where(name, value) {
    return (this.by(name).get(value) || []).map((row) => this.row(row));
  }
}

function decoded(tables) {
  const found = {};
  for (const [name, raw] of Object.entries(tables)) found[name] = new Table(raw);
  return found;
}

function parsedBlock(name) {
  return JSON.parse(document.getElementById(`data-${name}`).textContent);
}

const index = parsedBlock("index");
const { about, labels } = index;
const { articles, entities, article_entities: articleEntities, pages } = decoded(index.tables);

const loading = new Map();
const waiting = new Map();

// a chunk beside the page is a script that calls this with its name and its tables
window.clippingsChunk = (name, tables) => {
  const done = waiting.get(name);
  if (done) done(decoded(tables));
};

/** The tables of a chunk; rejected where its file cannot be read. */
function chunk(name) {
  if (!loading.has(name)) loading.set(name, index.chunks.inline ? inlineChunk(name) : chunkBeside(name));
  return loading.get(name);
}

async function inlineChunk(name) {
  return decoded(parsedBlock(name));
}

function chunkBeside(name) {
  return new Promise((resolve, reject) => {
    waiting.set(name, resolve);
    const script = document.createElement("script");
    script.src = `explorer/${name}.js`;
    script.onload = () => script.remove();
    script.onerror = () => {
      loading.delete(name);
      reject(new Error(`explorer/${name}.js could not be read. Keep the folder explorer beside this page.`));
    };
    document.head.append(script);
  });
}

function articleChunk(articleId) {
  return chunk(`articles-${articleId.slice(0, index.chunks.articles)}`);
}

function pageChunk(pageId) {
  return chunk(`pages-${pageId.slice(0, index.chunks.pages)}`);
}

/** Names of the chunks that hold articles, each with the rows of `articles` in it. */
function articleChunks() {
  const found = new Map();
  for (let row = 0; row < articles.rows; row += 1) {
    const name = `articles-${articles.get(row, "article_id").slice(0, index.chunks.articles)}`;
    if (found.has(name)) found.get(name).push(row);
    else found.set(name, [row]);
  }
  return found;
}

/** Row of the index table `table` whose `column` is `id`, or undefined. */
function rowOf(table, column, id) {
  const rows = table.by(column).get(id);
  return rows && rows[0];
}
