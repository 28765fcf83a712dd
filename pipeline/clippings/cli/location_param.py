"""How the command line takes places: a folder as a path, an address of object storage as it was typed."""

from __future__ import annotations

from pathlib import Path

import click

from clippings.distribute.s3.address import Address, AddressError, is_address, parse


class Place(click.ParamType):  # type: ignore[type-arg]  # it takes no argument in older versions
    """A folder, or an s3:// address where the command can use one: pathlib would eat one of its slashes."""

    name = "path"

    def __init__(self, *, takes_addresses: bool) -> None:
        self._takes_addresses = takes_addresses

    def convert(
        self, value: str | Path | Address, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | Address:
        """The path or address that was typed."""
        if isinstance(value, Address):
            return value
        if not is_address(str(value)):
            return Path(value)
        if not self._takes_addresses:
            self.fail(
                f"{value} is an address, and this works on folders. build, release and verify take addresses.",
                param,
                ctx,
            )
        try:
            return parse(str(value))
        except AddressError as error:
            self.fail(str(error), param, ctx)


FOLDER = Place(takes_addresses=False)
FOLDER_OR_ADDRESS = Place(takes_addresses=True)
