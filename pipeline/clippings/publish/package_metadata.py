"""Metadata of a package: title, description, languages, licences and so on.

The project file provides the values; the tables provide defaults.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from babel import Locale

from clippings.common.wording import counted
from clippings.project import Settings
from clippings.project.sections import Dataset
from clippings.publish.package_layout import descriptor_of
from clippings.schema.editions import TEXT_FREE, WITH_TEXTS

_SUFFIX, _TITLE_SUFFIX = "-text-free", ", text-free"
_EDITION = "Text-free edition: ids, dates, credits, names, offsets and hashes, without the texts. "
_NAMED = 3
"""Maximum number of sites or languages that a title or a description names; the others are counted."""
_NO_SITE = "Articles from saved pages"
_NO_PROFILE = "unknown"
"""Value of `site` for pages that no profile matches."""


@dataclass(frozen=True)
class Identity:
    """Metadata of a package.

    Attributes:
        name: Name of the package, valid for Data Package.
        title: Title of the dataset.
        description: A few sentences.
        languages: ISO 639-1 codes of the articles, the most frequent first.
        version: Version of the data, if any.
        released_on: Release date of the version, if known.
        homepage: Address of a page about the dataset, if any.
        doi: DOI of the dataset, if any.
        keywords: Subject keywords.
        notes: Remarks for readers, each a sentence or more.
        contributors: Makers of the dataset, as Data Package objects.
        licenses: Terms of use, as Data Package objects.
        sources: Origins of the pages, as Data Package objects.
    """

    name: str
    title: str
    description: str
    languages: tuple[str, ...] = ()
    version: str | None = None
    released_on: str | None = None
    homepage: str | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    contributors: tuple[Mapping[str, Any], ...] = ()
    licenses: tuple[Mapping[str, Any], ...] = ()
    sources: tuple[Mapping[str, Any], ...] = ()

    def properties(self) -> dict[str, Any]:
        """Return the non-empty values as properties of the descriptor, under their Data Package names where these exist."""
        given = {key: value for key, value in asdict(self).items() if value}
        doi = given.pop("doi", None)
        plain = {key: list(value) if isinstance(value, tuple) else value for key, value in given.items()}
        return plain | ({"id": f"https://doi.org/{doi}"} if doi else {})

    def cited_as(self) -> str:
        """Return the citation, in one line."""
        makers = ", ".join(str(contributor["title"]) for contributor in self.contributors)
        version = f", version {self.version}" if self.version else ""
        doi = f" https://doi.org/{self.doi}." if self.doi else ""
        return f"{f'{makers}: ' if makers else ''}{self.title}. Data Package{version}.{doi}"


def of_archive(settings: Settings, tables: Mapping[str, pl.LazyFrame], sites: Sequence[Mapping[str, str]]) -> Identity:
    """Return the metadata of a package with texts.

    Args:
        settings: Values of the project file.
        tables: The tables.
        sites: Title, and path if known, of each site.
    """
    dataset = settings.dataset
    articles = tables["articles"].select("language", "published_on").collect()
    pages = tables["pages"].select("site", "article_count").collect()
    languages = _languages(articles)
    names = [site["title"] for site in sites]
    is_mixed = not pages.filter((pl.col("site") == _NO_PROFILE) & (pl.col("article_count") > 0)).is_empty()
    described = _description(names, articles, pages, languages, is_mixed=is_mixed)
    return Identity(
        name=settings.name,
        title=dataset.title or _title([] if is_mixed else names, articles),
        description=_one_line(dataset.description) if dataset.description else described,
        languages=languages,
        version=dataset.version,
        released_on=dataset.released_on.isoformat() if dataset.released_on else None,
        homepage=dataset.homepage,
        doi=dataset.doi,
        keywords=dataset.keywords,
        notes=tuple(map(_one_line, dataset.notes)),
        contributors=tuple(dataset.plain("contributors")),
        licenses=tuple(dataset.plain("licenses")),
        sources=tuple(dataset.plain("sources")) or tuple(sites),
    )  # fmt: skip


def of_package(root: Path, edition: str = WITH_TEXTS) -> Identity:
    """Return the metadata in the descriptor of a package with texts, adapted to `edition`."""
    metadata = _from_descriptor(descriptor_of(root))
    if edition != TEXT_FREE:
        return metadata
    return replace(
        metadata,
        name=metadata.name + _SUFFIX,
        title=metadata.title + _TITLE_SUFFIX,
        description=_EDITION + metadata.description,
    )


def dataset_of(root: Path) -> Dataset:
    """Return the section `[dataset]` for rebuilding the edition with texts from the text-free edition in `root`."""
    metadata = _from_descriptor(descriptor_of(root))
    values = asdict(metadata) | {
        "name": metadata.name.removesuffix(_SUFFIX),
        "title": metadata.title.removesuffix(_TITLE_SUFFIX),
        "description": metadata.description.removeprefix(_EDITION),
    }
    del values["languages"]
    return Dataset.model_validate(values, strict=False)


def name_of(root: Path) -> str | None:
    """Return the name of the package in a folder, or None if the folder has no package."""
    try:
        return str(descriptor_of(root)["name"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def made_by(root: Path) -> str:
    """Return the version of Clippings that made a package; older packages store it as their own version."""
    descriptor = descriptor_of(root)
    return str(descriptor.get("made_by", descriptor).get("version"))


def _from_descriptor(descriptor: Mapping[str, Any]) -> Identity:
    lists: dict[str, Any] = {
        key: tuple(descriptor.get(key, ()))
        for key in ("languages", "keywords", "notes", "contributors", "licenses", "sources")
    }
    single: dict[str, Any] = {key: descriptor.get(key) for key in ("version", "released_on", "homepage")}
    doi = str(descriptor.get("id", "")).removeprefix("https://doi.org/") or None
    return Identity(descriptor["name"], descriptor["title"], descriptor["description"], doi=doi, **lists, **single)


def _title(sites: Sequence[str], articles: pl.DataFrame) -> str:
    years = articles["published_on"].drop_nulls().dt.year()
    ends = sorted({int(year) for year in years})[:: max(1, years.n_unique() - 1)]
    spanned = f", {'-'.join(map(str, ends))}" if ends else ""
    return f"{_listed(sites, 'sites') if sites else _NO_SITE}{spanned}"


def _description(
    sites: Sequence[str], articles: pl.DataFrame, pages: pl.DataFrame, languages: Sequence[str], *, is_mixed: bool
) -> str:
    """Return a sentence; where articles are of pages without a profile too, it says how many pages have one."""
    names = [Locale("en").languages.get(code, code) for code in languages]
    written = f" in {_listed(names, 'languages')}" if names else ""
    origin = f" of {_listed(sites, 'sites')}" if sites else ""
    if origin and is_mixed:
        origin = f", {pages.filter(pl.col('site') != _NO_PROFILE).height:,} of them{origin}"
    return (
        f"{counted(articles.height, 'article')}{written} from {counted(pages.height, 'saved page')}{origin}, deduplicated; "
        "each value has a reference to its page, line and characters."
    )


def _languages(articles: pl.DataFrame) -> tuple[str, ...]:
    counted = articles.drop_nulls("language").group_by(pl.col("language").cast(pl.String)).len()
    return tuple(counted.sort("len", "language", descending=[True, False])["language"])


def _listed(names: Iterable[str], what: str) -> str:
    names_found = list(names)
    rest = len(names_found) - _NAMED
    shown = names_found if rest <= 0 else [*names_found[:_NAMED], f"{rest} other {what if rest > 1 else what[:-1]}"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
