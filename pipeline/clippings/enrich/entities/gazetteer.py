"""Countries, peoples, towns and provinces from the data of libraries, as entities.

Names are not typed here: `places.toml` lists what the libraries lack, and which of their names also mean something else.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

import pycountry
from babel import Locale
from babel.core import get_global
from countryinfo import CountryInfo, CountryNotFoundError

from clippings import data
from clippings.common.text import slug, without_marks
from clippings.enrich.entities import word_lists
from clippings.enrich.entities.authority import Alias, Entity
from clippings.project import additions

LANGUAGES = ("fa", "ar", "sq")
"""Languages of the site's editions beside English, whose names of countries and towns CLDR has."""

_CONTINENTS = ("002", "142", "150", "003", "005", "009", "019", "013", "029", "419")
"""Codes of UN M49 that CLDR names: Africa, Asia, Europe, the Americas and their parts, Oceania."""

_SHORT_TOWN = 4
"""Letters of a town's name that may be a word of any language."""
_PART_WORDS = re.compile(r",? ?\b(?:Sheng|Zizhiqu|Shi|Respublika|Oblast['’]?|Kray|Vilayeti)\b", re.IGNORECASE)
"""Words for what a province is, in its own language."""
_NO_PLURAL = ("ese", "ish", "ss", "ch", "s", "an Islands", "Jamaican")


@additions.cached
def supplement() -> dict[str, Any]:
    """Return the parsed `places.toml`, with the project's."""
    return word_lists.read("places.toml")


@additions.cached
def entities() -> tuple[Entity, ...]:
    """Return all places and peoples of the libraries, countries first; ids do not meet."""
    entity_of: dict[str, Entity] = {}
    towns = tuple(_towns())
    towns = (*towns, *_further_towns(towns))
    for entity in (*_countries(), *_peoples(), *_continents(), *_regions(), *towns, *_provinces(towns)):
        entity_of.setdefault(entity.entity_id, entity)
    return tuple(entity_of.values())


@additions.cached
def country_ids() -> dict[str, str]:
    """Return the entity_id of each country by ISO 3166-1 code."""
    return {code: slug(name) for code, name in _country_names().items()}


@additions.cached
def _country_names() -> dict[str, str]:
    common_names = {country.alpha_2: getattr(country, "common_name", country.name) for country in pycountry.countries}
    names = {}
    for code, name in sorted(Locale("en").territories.items()):
        if code in common_names or code == "XK":
            short = supplement()["short_forms"].get(code, [""])[-1]
            plain = re.sub(r" \([^()]*\)| SAR China", "", name)
            names[code] = short if re.search(r" - |&", plain) and short else plain.replace("&", "and")
    return names | {"TR": "Turkey"}


@additions.cached
def _country_info() -> dict[str, dict[str, Any]]:
    """Return countryinfo's record of each country by ISO 3166-1 code; a country it lacks has only its name from CLDR."""
    infos = {}
    for code in _country_names():
        with suppress(CountryNotFoundError):
            infos[code] = dict(CountryInfo(code).info())
    return infos


def _condition(name: str) -> str | None:
    if name in supplement()["place"]["names"]:
        return "place"
    return "apart" if name in supplement()["apart"]["names"] else None


def _aliases(names: Iterator[str] | list[str], other: dict[str, str]) -> tuple[Alias, ...]:
    english = [Alias(name, "en", _condition(name)) for name in dict.fromkeys(names) if name]
    have = {alias.text for alias in english}
    return (*english, *(Alias(text, language) for language, text in other.items() if text and text not in have))


def _countries() -> Iterator[Entity]:
    territories = {language: Locale(language).territories for language in LANGUAGES}
    for code, name in _country_names().items():
        country = pycountry.countries.get(alpha_2=code)
        formal = (
            [getattr(country, field, None) for field in ("name", "common_name", "official_name")] if country else []
        )
        names = [
            name,
            *supplement()["short_forms"].get(code, []),
            *(formal_name for formal_name in formal if formal_name and "," not in formal_name),
            *(spelled for spelled in (_country_info().get(code, {}).get("name", ""),) if spelled),
        ]
        other = {language: territories[language].get(code, "") for language in LANGUAGES}
        yield Entity(country_ids()[code], "GPE", name, _aliases(names, other), origin="country")


def _peoples() -> Iterator[Entity]:
    info = _country_info()
    territory_names = set(_country_names().values())
    largest: dict[str, str] = {}
    for code in sorted(info, key=lambda code: (-int(info[code].get("population") or 0), code)):
        for demonym in re.split(r"[,/]| and ", str(info[code].get("demonym") or "")):
            if demonym and demonym not in territory_names and demonym[0].isupper():
                largest.setdefault(demonym, code)
    further = supplement()["peoples"]
    preferred = {code: demonym for demonym, code in reversed(largest.items())}
    for code in sorted({*preferred, *further}):
        name = preferred.get(code) or further[code][0]
        demonyms = [demonym for demonym, owner in largest.items() if owner == code]
        names = [name, *demonyms, *further.get(code, [])]
        names += [f"{demonym}s" for demonym in demonyms if not demonym.endswith(_NO_PLURAL)]
        country = country_ids().get(code)
        yield Entity(
            f"nationality-{slug(name)}", "NORP", name, _aliases(names, {}), country=country, origin="nationality"
        )
    for name, forms in supplement()["continental"].items():
        yield Entity(f"nationality-{slug(name)}", "NORP", name, _aliases([name, *forms], {}), origin="nationality")


def _continents() -> Iterator[Entity]:
    for code in _CONTINENTS:
        name = Locale("en").territories[code]
        other = {language: Locale(language).territories.get(code, "") for language in LANGUAGES}
        yield Entity(slug(name), "LOC", name, _aliases([name], other), origin="region")


def _regions() -> Iterator[Entity]:
    """Yield regions and former countries whose names hold the name of another place, or that no library has."""
    for kind, names in supplement()["regions"].items():
        for name in names:
            yield Entity(slug(name), kind, name, _aliases([name], {}), origin="region")


def _towns() -> Iterator[Entity]:
    taken = set(_country_names().values())
    zones = {
        zone: _zone_town(zone, "en")
        for zone, code in sorted(get_global("zone_territories").items())
        if code in _country_names() and zone.count("/") == 1 and not zone.startswith(("Antarctica/", "Etc/"))
    }
    by_name = {town: zone for zone, town in zones.items() if town not in taken and not town.endswith("Island")}
    capitals = [str(info["capital"]) for info in _country_info().values() if isinstance(info.get("capital"), str)]
    for name in sorted(
        {*by_name, *(capital for capital in capitals if capital and capital not in taken and "/" not in capital)}
    ):
        zone = by_name.get(name)
        other = {language: _zone_town(zone, language) for language in LANGUAGES} if zone else {}
        other = {language: text for language, text in other.items() if text != zone_default(zone)}
        names = [name, *supplement()["short_towns"].get(name, [])]
        entity_id = slug(names[1]) if name == "Washington D.C." else slug(name)
        yield Entity(entity_id, "GPE", name, _aliases(names, other), origin="city")


def _further_towns(towns: Iterable[Entity]) -> Iterator[Entity]:
    """Yield the towns of `towns.txt`. Many are surnames or words too, so most count only after a preposition of place."""
    plain = supplement()["provinces"]["plain"]
    parts = {part_name(part.name) for part in pycountry.subdivisions if part.country_code in plain}
    taken = {*_country_names().values(), *parts, *(name for town in towns for name, *_ in town.aliases)}
    given = word_lists.load().given_names
    for line in (data.FOLDER / "authority" / "towns.txt").read_text("utf-8").splitlines():
        country, _, listed = line.partition("\t")
        for written in listed.split(";") if listed else ():
            name = written.removeprefix("+")
            is_sure = written[0] == "+" and country != "US" and len(name) > _SHORT_TOWN and name not in given
            condition = _condition(name) or ("apart" if is_sure else "place")
            forms = dict.fromkeys((without_marks(name), *supplement()["short_towns"].get(name, []), name))
            if taken.isdisjoint(forms):
                aliases = tuple(Alias(form, "en", condition) for form in forms)
                yield Entity(slug(aliases[0].text), "GPE", aliases[0].text, aliases, origin="city")


def zone_default(zone: str | None) -> str:
    """Return the town in the id of a time zone: Asia/Hong_Kong is Hong Kong."""
    return (zone or "").rpartition("/")[2].replace("_", " ")


def _zone_town(zone: str, language: str) -> str:
    from babel.dates import get_timezone_location  # reads time zones, when the names of places are made

    return get_timezone_location(zone, locale=language, return_city=True)


def _provinces(towns: Iterable[Entity]) -> Iterator[Entity]:
    plain = supplement()["provinces"]["plain"]
    further = supplement()["province_names"]
    taken = {*_country_names().values(), *(name for town in towns for name, *_ in town.aliases)}
    taken |= {name for names in supplement()["short_forms"].values() for name in names}
    seen: dict[str, set[str]] = {}
    named_parts = [(part, name := part_name(part.name), slug(name)) for part in pycountry.subdivisions]
    for part, _, own_slug in named_parts:
        seen.setdefault(own_slug, set()).add(part.country_code)
    for part, name, own_slug in sorted(named_parts, key=lambda part: (part[0].country_code not in plain, part[0].code)):
        if len(name) < 3 or not name[0].isupper():
            continue
        is_plain = part.country_code in plain and part.type in ("State", "Province", "Territory", "Land")
        alone = [] if name in taken or (len(seen[own_slug]) > 1 and not is_plain) else [name]
        condition = _condition(name) if is_plain else "place"
        short = _PART_WORDS.sub("", name).strip() or name
        preferred = () if is_plain and alone else (Alias(f"{short} Province"),)
        english = further.get(part.code, [])
        alone = [
            text
            for text in dict.fromkeys((*alone, *([short] if alone and short not in taken else ())))
            if text not in english
        ]
        named = (
            *(Alias(text, "en", _condition(text)) for text in english),
            *(Alias(text, "en", condition) for text in alone),
        )
        aliases = (*preferred, *named)
        entity_id = own_slug if is_plain and alone else f"{own_slug}-province"
        yield Entity(entity_id, "GPE", (english or [aliases[0].text])[0], aliases, origin="province")


def part_name(name: str) -> str:
    """Return a province's name without marks and article, as English texts write it: al-Anbar is Anbar, Diyálá is Diyala."""
    plain = without_marks(name)
    plain = re.sub(r"[‘’`'ʿʾ]", "", re.sub(r"(?:(?<!\s)\s+)?[\[(].*", "", plain))
    return re.sub(r"^(?:al|an|ar|as|ash|at|ad|az)[ -]", "", plain, flags=re.IGNORECASE).strip()
