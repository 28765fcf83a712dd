"""Checks that Clippings wrote the releases of a folder or an address. Nothing else is replaced or deleted."""

import json
from collections.abc import Callable, Sequence

from clippings.common.user_error import UserError
from clippings.distribute.latest_pointer import LATEST
from clippings.distribute.releases.release_names import CHANGELOG, CHANGELOG_START, INDEX, VERSION_NAME


class NotReleasesError(UserError):
    """The target holds files that Clippings did not write."""


def check(place: object, get: Callable[[str], bytes], versions: Sequence[str], others: Sequence[str]) -> None:
    """Refuse a target if a release would replace files that Clippings did not write.

    Args:
        place: The folder or address, for the message.
        get: Reads one of its files; raises FileNotFoundError if it does not exist.
        versions: Names of the versions there.
        others: Names of the other files and folders there.

    Raises:
        NotReleasesError: Clippings did not write the index, the changelog or `latest`, or there are only other files.
    """
    not_ours = {}
    for name in _IS_OURS:
        try:
            not_ours[name] = get(name)
        except FileNotFoundError:
            continue
    foreign = next((name for name, content in not_ours.items() if not _IS_OURS[name](content)), None)
    if foreign is None and others and not versions and not not_ours:
        foreign = others[0]
    if foreign is not None:
        raise NotReleasesError(
            f"{place} holds files that are not releases of Clippings, such as {foreign}. Nothing was changed. "
            "Choose another place with --to."
        )


def _is_index(content: bytes) -> bool:
    try:
        index = json.loads(content)
        return all(VERSION_NAME.fullmatch(entry["version"]) for entry in index["versions"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


_IS_OURS: dict[str, Callable[[bytes], object]] = {
    INDEX: _is_index,
    CHANGELOG: lambda content: content.startswith(CHANGELOG_START.encode()),
    LATEST: lambda content: VERSION_NAME.fullmatch(content.decode("utf-8", errors="replace").strip()),
}
