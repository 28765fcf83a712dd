// From the address to a view. The part of the address after # names the view: it works from a disk and can be cited.

const VIEWS = {
  articles: viewArticles, article: viewArticle, pages: viewPages, page: viewPage,
  entities: viewEntities, entity: viewEntity, problems: viewProblems, about: viewAbout,
};
const TAB_OF = { article: "articles", page: "pages", entity: "entities" };
const main = document.getElementById("main");
let turn = 0;
let kept = null;

function missing(message) {
  return { title: "Not found", content: [el("h1", {}, "Not found"), el("p", {}, value(message)), el("p", {}, link(href("articles"), "All articles"))] };
}

function parsedHash() {
  const [path, query] = (location.hash.replace(/^#\/?/, "") || index.start).split("?");
  const [view, id] = path.split("/");
  return { view: VIEWS[view] ? view : "articles", id: id || "", parameters: new URLSearchParams(query || "") };
}

/** Show the view that the address names. */
async function show() {
  turn += 1;
  const own = turn;
  const isStale = () => own !== turn;
  const { view, id, parameters } = parsedHash();
  let made;
  try {
    made = await VIEWS[view](parameters, isStale, id);
  } catch (error) {
    made = { title: "Not shown", content: [el("h1", {}, "This view could not be shown"), el("p", {}, value(error.message))] };
  }
  if (isStale()) return;
  const scroll = window.scrollY;
  main.replaceChildren(...[made.content].flat(Infinity).filter((part) => part !== null && part !== undefined));
  document.title = `${made.title} – ${about.title}`;
  for (const tab of document.querySelectorAll("nav [data-view]")) {
    if (tab.dataset.view === (TAB_OF[view] || view)) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  if (made.after) made.after();
  settle(made, scroll);
  kept = made.keepsScroll || null;
}

/** Scroll and focus: to what the view names, else to its beginning. */
function settle(made, scroll) {
  const isSame = made.keepsScroll && made.keepsScroll === kept;
  const target = made.focus && document.getElementById(made.focus);
  window.scrollTo(0, isSame ? scroll : 0);
  if (target) {
    target.focus({ preventScroll: Boolean(made.keepsScroll) && window.innerWidth > 1000 });
    if (!made.keepsScroll) target.scrollIntoView({ block: "center" });
  } else if (turn > 1 && !isSame) {
    main.focus({ preventScroll: true });
  }
}

document.getElementById("archive-title").append(link(href("articles"), shown(about.title)));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    const field = document.getElementById("query");
    if (field) field.focus();
    else location.hash = href("articles");
  }
  const close = document.querySelector(".panel .close");
  if (event.key === "Escape" && close) location.hash = close.getAttribute("href");
});
window.addEventListener("hashchange", show);
show();
