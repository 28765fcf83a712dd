"""Drafts a profile for each site without one in a folder of saved pages: reads pages, groups them by site, names drafts."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from clippings.common import addresses
from clippings.common.text import slug
from clippings.common.user_error import UserError
from clippings.common.wording import counted
from clippings.ingest import read_pages, sniff
from clippings.ingest.sources import find_files
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.segment.lines.line_classes import SHORT
from clippings.segment.sites import profiles, site_of_page
from clippings.segment.sites.profiles import UNKNOWN
from clippings.segment.sites.template_lines import MIN_PAGES
from clippings.suggest import profile as drafting
from clippings.suggest.profile import site_name
from clippings.suggest.profile.observe import Observed

MOST_PAGES = 200
"""Maximum number of sampled pages of a folder, evenly spread. Repeated lines show in fewer."""
MOST_BYTES = 96 << 20
"""Maximum number of sampled bytes, divided among the folders."""
_LEAST_BYTES = 2 << 20
"""Minimum number of sampled bytes of one folder."""
_LARGEST = 8 << 20
"""Maximum size of a sampled page in bytes."""
_FORMS = (sniff.PLAIN, sniff.HTML)
"""Formats without declared posts, which profiles apply to."""
LOOSE = "loose_pages"
"""Name of the draft for pages of a flat folder that share too little with other pages."""
_SHOWN = 8


class CannotDraftError(UserError):
    """No draft can be made of these pages, or written to this folder."""


@dataclass(frozen=True)
class Draft:
    """A drafted profile: its name, its TOML text, and the number of pages it was made from."""

    name: str
    text: str
    page_count: int


def drafts(raw: Path) -> list[Draft]:
    """Return a draft for each site below `raw` that has no profile, in order of name.

    Pages of one sub-folder belong to one site, unless their addresses differ. Pages in `raw` itself or in a container are
    grouped by address, copyright line or first line.

    Raises:
        CannotDraftError: `raw` is not a folder, no page in it can be read, or all pages are of sites with profiles.
    """
    if not raw.is_dir():
        raise CannotDraftError(f"{raw} is not a folder. Name the folder of saved pages.")
    with tempfile.TemporaryDirectory() as unpacked:
        dumps, _ = find_files.find(raw, Path(unpacked) / "pages")
        pools = _pools(raw, dumps)
        budget = max(_LEAST_BYTES, MOST_BYTES // max(1, len(pools)))
        asked = [dump for pool in pools.values() for dump in _sample(pool, budget)]
        batch = read_pages.read(raw, asked)
    table, lines = _drafted_forms(batch.pages, batch.lines)
    if table.is_empty():
        raise CannotDraftError(f"{raw} has no page that can be read as text or HTML. Save some pages there first.")
    known_profiles = {name: profile for name, profile in profiles.load().items() if name != UNKNOWN}
    table = table.join(
        site_of_page.recognise(lines, known_profiles.values()), on="page_id", how="left", maintain_order="left"
    )
    left = table.filter(pl.col("site").fill_null(UNKNOWN) == UNKNOWN)
    if left.is_empty():
        names = ", ".join(sorted(set(table["site"])))
        raise CannotDraftError(
            f"Every page of {raw} is of a site that has a profile: {names}. There is nothing to draft."
        )
    sites = _sites(left, lines, {dump.path: folder for folder, pool in pools.items() for dump in pool})
    facts = [*_known_facts(table), *_sample_facts(pools, len(asked))]
    return _drafted(sites, left, lines, table, facts)


def save(made: Iterable[Draft], out: Path, *, overwrite: bool = False) -> list[Path]:
    """Write each draft into the folder `out` as `<name>.toml`, all of them or none.

    Raises:
        CannotDraftError: A file exists already and `overwrite` is false, or `out` is not a folder.
    """
    files = {out / f"{draft.name}.toml": draft.text for draft in made}
    there = [path.name for path in files if path.exists()]
    if there and not overwrite:
        raise CannotDraftError(
            f"{out} has {', '.join(there)} already, perhaps corrected. Name another folder, or add --overwrite."
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            path.write_text(text, "utf-8")
    except OSError as error:
        raise CannotDraftError(
            f"{error.filename}: {error.strerror}. Choose a folder that can be written to."
        ) from error
    return list(files)


def _pools(raw: Path, dumps: Iterable[Dump]) -> dict[str, list[Dump]]:
    """Return the dumps by their sub-folder. Dumps outside sub-folders or in a container have the empty name."""
    pools: dict[str, list[Dump]] = {}
    for dump in sorted(dumps, key=lambda dump: dump.path):
        first = dump.path.partition("/")[0] if "/" in dump.path else ""
        pools.setdefault(first if first and (raw / first).is_dir() else "", []).append(dump)
    return pools


def _sample(pool: Sequence[Dump], budget: int) -> list[Dump]:
    fit = [dump for dump in pool if dump.size <= _LARGEST]
    count = min(len(fit), MOST_PAGES)
    spread = [fit[number * len(fit) // count] for number in range(count)]
    chosen: list[Dump] = []
    size = 0
    for dump in spread:
        size += dump.size
        if chosen and size > budget:
            break
        chosen.append(dump)
    return chosen


def _drafted_forms(table: pl.DataFrame, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the pages of formats that profiles apply to, and their lines."""
    has_text = lines.filter(pl.col("text").str.contains(r"\S"))["page_id"].unique()
    kept = table.filter(pl.col("media_type").is_in(_FORMS) & pl.col("page_id").is_in(has_text.implode()))
    return kept, lines.filter(pl.col("page_id").is_in(kept["page_id"].implode()))


@dataclass(frozen=True)
class _Site:
    folder: str
    page_ids: list[str]
    is_loose: bool = False


def _sites(left: pl.DataFrame, lines: pl.DataFrame, folder_of: dict[str, str]) -> list[_Site]:
    left = left.with_columns(folder=pl.col("path").replace_strict(folder_of, default="", return_dtype=pl.String))
    sites: list[_Site] = []
    for (folder,), folder_pages in sorted(
        left.partition_by("folder", as_dict=True).items(), key=lambda pair: str(pair[0][0])
    ):
        page_ids = folder_pages.sort("path", "page_id")["page_id"].to_list()
        hosts = folder_pages.select(addresses.host("url")).to_series().drop_nulls().n_unique()
        if folder and hosts <= 1:
            sites.append(_Site(str(folder), page_ids))
            continue
        groups = drafting.group_by_site(lines.filter(pl.col("page_id").is_in(page_ids)), folder_pages)
        sites += [_Site(str(folder), group) for group in groups if len(group) >= MIN_PAGES]
        loose = [page_id for group in groups if len(group) < MIN_PAGES for page_id in group]
        if loose:
            sites.append(_Site(str(folder), loose, is_loose=True))
    return sites


def _drafted(
    sites: Sequence[_Site], left: pl.DataFrame, lines: pl.DataFrame, table: pl.DataFrame, facts: Sequence[str]
) -> list[Draft]:
    short = lines.filter((pl.col("text") != "") & (pl.col("text").str.len_chars() <= SHORT)).select(
        "page_id", stripped=pl.col("text").str.strip_chars()
    )
    taken = set(profiles.load())
    drafts = []
    of_sites = [pl.col("page_id").is_in(site.page_ids) for site in sites]
    observations = [drafting.observed(lines.filter(on_site), left.filter(on_site)) for on_site in of_sites]
    titles = set().union(*map(drafting.titles_of, observations))
    for site, on_site, seen in zip(sites, of_sites, observations, strict=True):
        name = _free(LOOSE if site.is_loose else _name(site.folder, seen), taken)
        taken.add(name)
        others = short.filter(~on_site & pl.col("page_id").is_in(table["page_id"].implode()))["stripped"]
        text = drafting.draft(seen, name, others, [*_where(site, seen), *facts], titles, is_loose=site.is_loose)
        drafts.append(Draft(name, text, seen.page_count))
    return sorted(drafts, key=lambda draft: draft.name)


def _name(folder: str, seen: Observed) -> str:
    """Return a name from the folder, else the host, the page titles, the copyright line or the masthead."""
    candidates = (
        folder,
        site_name.host(seen),
        site_name.site_title(seen),
        site_name.owner(seen),
        site_name.opening(seen),
    )
    return next(
        (name for candidate in candidates if candidate and (name := slug(candidate, "_")[:40].strip("_"))), "site"
    )


def _free(name: str, taken: set[str]) -> str:
    """Return `name`, with a number if a profile or another draft has it."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free


def _where(site: _Site, seen: Observed) -> list[str]:
    paths = seen.pages["path"].to_list()
    shown = ", ".join(islice(paths, _SHOWN))
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    sentences = [
        f"Made from {counted(len(paths), 'page')}{f' of {site.folder}/' if site.folder else ''}: {shown}{more}."
    ]
    if site.is_loose:
        sentences.append(
            f"Fewer than {MIN_PAGES} of these pages have the same lines around their posts: they may be of several sites. "
            "Put the pages of each site into a folder of its own and draft again."
        )
    return sentences


def _known_facts(table: pl.DataFrame) -> list[str]:
    counts = table.filter(pl.col("site") != UNKNOWN)["site"].value_counts().sort("site")
    return [f"Pages left out because {name} has a profile: {count}." for name, count in counts.iter_rows()]


def _sample_facts(pools: dict[str, list[Dump]], asked: int) -> list[str]:
    total = sum(map(len, pools.values()))
    return [f"Looked at {asked} of {total} pages of the folder, evenly spread."] if asked < total else []
