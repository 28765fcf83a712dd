"""The authority file of outlets and agencies: the one name an outlet is published under, from its names, codes and domains."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from clippings import data
from clippings.project import additions, yaml_file

KINDS = ("agency", "newspaper", "broadcaster", "website", "government")
_KEYS = ("id", "name", "kind", "domains", "aliases", "common_word", "reason")
FILE = data.FOLDER / "authority" / "outlets.yaml"
_WORD = re.compile(r"[^\W_]+")
_OUTLET_WORDS = frozenset(data.read("bylines.toml")["outlet_words"])
"""Words an outlet's name has that a person's has not, in lower case."""
_OUTLET_ENDINGS = tuple(data.read("bylines.toml")["outlet_endings"])
_OFFICE = re.compile(rf"^(?:The )?(?:{'|'.join(data.read('bylines.toml')['offices'])})\b")
_LONG = 12
"""Minimum number of letters of a name that is recognised despite one wrong letter."""


class OutletsError(ValueError):
    """The authority file contradicts itself."""


@dataclass(frozen=True)
class Outlet:
    """An outlet as it is published; `kind` is agency, newspaper, broadcaster, website or government."""

    id: str
    name: str
    kind: str


class Outlets:
    """Finds outlets by name, code and domain."""

    def __init__(self, entries: Sequence[Mapping[str, Any]], *, first: int = 0) -> None:
        """Index the entries of the file; the `first` of them keep their names where a later one has the same.

        Raises:
            OutletsError: Two outlets share a name or a domain.
        """
        self._by_name: dict[str, Outlet] = {}
        self._codes: set[str] = set()
        self._common: set[str] = set()
        self._by_domain: dict[str, Outlet] = {}
        self._first = {str(entry["id"]) for entry in entries[:first]}
        for entry in entries:
            outlet = Outlet(entry["id"], entry["name"], entry["kind"])
            for alias in [{**entry, "text": entry["name"]}, *entry.get("aliases", [])]:
                alias_entry = {"text": alias} if isinstance(alias, str) else alias
                name = key(str(alias_entry["text"]))
                self._add(self._by_name, name, outlet)
                if alias_entry.get("code"):
                    self._codes.add(name)
                if alias_entry.get("common_word"):
                    self._common.add(name)
            for domain in entry.get("domains", []):
                self._add(self._by_domain, domain.lower(), outlet)
        self._nearly: dict[str, set[Outlet]] = {}
        for name, outlet in self._by_name.items():
            for form in _forms(name) if len(name) >= _LONG else ():
                self._nearly.setdefault(form, set()).add(outlet)

    def _add(self, index: dict[str, Outlet], name: str, outlet: Outlet) -> None:
        other = index.setdefault(name, outlet)
        if other.id != outlet.id and (other.id not in self._first or outlet.id in self._first):
            raise OutletsError(f"{FILE.name}: “{name}” is given to both {other.id} and {outlet.id}. Take it from one.")

    def by_name(self, text: str) -> Outlet | None:
        """Return the outlet of that name; of a long name also where one letter is wrong."""
        asked = key(text)
        matched = self._by_name.get(asked)
        if matched is None and len(asked) >= _LONG:
            near = {outlet for form in _forms(asked) for outlet in self._nearly.get(form, ())}
            matched = near.pop() if len(near) == 1 else None
        return matched

    def before_title(self, text: str) -> Outlet | None:
        """Return the outlet of that name, codes and names that are ordinary words left out: Time: ..., AP: ..."""
        name = key(text)
        return None if name in self._codes | self._common else self._by_name.get(name)

    def by_domain(self, host: str) -> Outlet | None:
        """Return the outlet of a host name, or of a domain above it."""
        labels = host.lower().removeprefix("www.").split(".")
        return next((o for i in range(len(labels) - 1) if (o := self._by_domain.get(".".join(labels[i:])))), None)

    def by_address(self, url: str) -> Outlet | None:
        """Return the listed outlet whose domain the address has; None if no outlet has it."""
        try:
            host = urlsplit(url if "://" in url else f"//{url}").hostname
        except ValueError:
            return None
        return self.by_domain(host) if host else None

    def opening(self, text: str) -> tuple[Outlet, int] | None:
        """Return the outlet with whose name a text begins (the longest name of several), and the end of the name."""
        for end in reversed([word.end() for word in _WORD.finditer(text[:_LONGEST_OPENING])]):
            name = key(text[:end])
            if name in self._by_name and name not in self._common:
                return self._by_name[name], end
        return None


_LONGEST_OPENING = 60


def key(name: str) -> str:
    """Return the words of a name in lower case, without article and punctuation, to compare names."""
    words = _WORD.findall(name.lower().replace("’", "").replace("'", "").replace(".", ""))
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _forms(name: str) -> Iterator[str]:
    """Yield the name, and the name without each of its letters: two names share one where a letter was
    changed, moved, left out or put in.
    """
    yield name
    for at in range(len(name)):
        yield name[:at] + name[at + 1 :]


@lru_cache(maxsize=8192)
def reads_as_outlet(text: str) -> bool:
    """Return whether the words are those of an outlet or of an office, known or not: Example Gazette, Ministry of Example."""
    is_outlet = any(word in _OUTLET_WORDS or word.endswith(_OUTLET_ENDINGS) for word in _WORD.findall(text.lower()))
    return (is_outlet and bool(re.match(r"\W*[^\W\d_]", text))) or bool(_OFFICE.match(text.strip()))


@additions.cached
def load() -> Outlets:
    """Return the outlets of the authority file and of the project.

    Raises:
        OutletsError: Two outlets share a name or a domain.
        ProjectError: An entry of the project cannot be used.
    """
    entries, project_entries = yaml_file.with_project(FILE, additions.current())
    by_id = {str(entry["id"]): entry for entry in entries}
    for entry in project_entries:
        _check(entry, by_id[str(entry.values["id"])])
    ids = {str(entry.values["id"]) for entry in project_entries}
    ordered = sorted(entries, key=lambda entry: str(entry["id"]) not in ids)  # a name is the project's first
    return Outlets(ordered, first=len(ids))


def _check(entry: yaml_file.ListEntry, whole: Mapping[str, Any]) -> None:
    """Raise ProjectError where an entry of the project is not an outlet."""
    for key in ("name", "kind"):
        if not isinstance(whole.get(key), str) or not whole[key]:
            raise entry.error(key, "is missing or is not a text")
    if whole["kind"] not in KINDS:
        raise entry.error("kind", f"unknown kind {whole['kind']!r}; use one of {', '.join(KINDS)}")
    for key in whole:
        if key not in _KEYS:
            raise entry.error(key, f"unknown key; known are {', '.join(_KEYS)}")
    for key in ("domains", "aliases"):
        for value in _list(entry, whole, key):
            if not isinstance(value, str) and not (key == "aliases" and isinstance(value, dict) and "text" in value):
                raise entry.error(key, f"{value!r} is not a text: put it in quotes")


def _list(entry: yaml_file.ListEntry, whole: Mapping[str, Any], key: str) -> list[Any]:
    value = whole.get(key, [])
    if not isinstance(value, list):
        raise entry.error(key, "must be a list, such as [example.org]")
    return value
