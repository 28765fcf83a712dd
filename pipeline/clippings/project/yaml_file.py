"""Reads YAML lists that people write: the entries, and the line of each entry and key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from clippings.project.additions import Additions
from clippings.project.overlay import ADD, REPLACE, lay_over
from clippings.project.project_error import ProjectError
from clippings.project.toml_file import text_of


@dataclass(frozen=True)
class ListEntry:
    """One entry of a list: its values, the file, and the line of the entry and of each of its keys."""

    values: dict[str, Any]
    file: Path
    line: int
    line_of: Mapping[str, int]

    def error(self, key: str, problem: str) -> ProjectError:
        """Return the error for a key of this entry."""
        return ProjectError.at(self.file, self.line_of.get(key, self.line), f"`{key}`: {problem}.")

    def refuse(self, where: Sequence[str | int], problem: str) -> ProjectError:
        """Return the error for a value below a key."""
        return self.error(str(where[0]), problem)


def read(file: Path) -> list[ListEntry]:
    """Return the entries of a YAML list of mappings.

    Raises:
        ProjectError: The file cannot be read, is not YAML, or is not such a list.
    """
    text = text_of(file)
    try:
        root = yaml.compose(text, yaml.SafeLoader)
        content = yaml.load(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise ProjectError.at(file, mark.line + 1 if mark else None, f"is not valid YAML: {problem}.") from error
    except (ValueError, RecursionError) as error:  # a day that does not exist, or lists within lists
        raise ProjectError.at(file, None, f"has a value that cannot be read: {error}.") from error
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode) or not isinstance(content, list):
        raise ProjectError.at(file, 1, "must be a list of entries that each begin with `- id:`.")
    return [_entry(file, node, values) for node, values in zip(root.value, content, strict=True)]


def _entry(file: Path, node: yaml.Node, values: Any) -> ListEntry:  # noqa: ANN401 - whatever the file holds
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode) or not isinstance(values, dict):
        raise ProjectError.at(file, line, "an entry must have keys and values, such as `id: example-council`.")
    if not isinstance(values.get("id"), str):
        raise ProjectError.at(file, line, "`id` is missing or is not a text: give the entry an id of its own.")
    return ListEntry(values, file, line, {str(key.value): key.start_mark.line + 1 for key, _ in node.value})


def with_project(base: Path, added: Additions) -> tuple[list[dict[str, Any]], list[ListEntry]]:
    """Return the entries of the built-in file `base`, merged with those of the project's file of the same name, and the latter.

    Raises:
        ProjectError: The project's file cannot be used.
    """
    built_in = yaml.load(base.read_text("utf-8"), yaml.CSafeLoader) or [] if base.exists() else []
    file = added.names(base.name)
    project_entries = read(file) if file else []
    return lay_over_entries(built_in, project_entries), project_entries


def lay_over_entries(base: list[dict[str, Any]], project_entries: list[ListEntry]) -> list[dict[str, Any]]:
    """Return the built-in entries merged with the project's. An entry with `*_add` or `*_replace` keys changes the entry of
    its id, another entry replaces it, and an entry with a new id is added.
    """
    by_id = {str(entry["id"]): entry for entry in base}
    seen: dict[str, int] = {}
    for entry in project_entries:
        entry_id = str(entry.values["id"])
        if entry_id in seen:
            raise entry.error("id", f"{entry_id!r} is on line {seen[entry_id]} too. Merge the two entries.")
        seen[entry_id] = entry.line
        if not any(str(key).endswith((ADD, REPLACE)) for key in entry.values):
            by_id[entry_id] = entry.values
            continue
        if entry_id not in by_id:
            key = next(str(key) for key in entry.values if str(key).endswith((ADD, REPLACE)))
            plain = key.removesuffix(ADD).removesuffix(REPLACE)
            raise entry.error(key, f"no built-in entry has the id {entry_id!r}. Write `{plain}`.")
        changes = {key: value for key, value in entry.values.items() if key != "id"}
        by_id[entry_id] = lay_over(by_id[entry_id], changes, entry.refuse, is_open=lambda path: True)
    return list(by_id.values())
