"""Command-line parameters for locations: a folder as a path, an address of object storage as typed."""

from __future__ import annotations

from pathlib import Path

import click

from clippings.distribute.s3.address import Address, AddressError, is_address, parse


class LocationParam(click.ParamType):  # type: ignore[type-arg]  # it takes no argument in older versions
    """A folder, or an s3:// address if the command accepts one. A Path would lose one of the address's slashes."""

    name = "path"

    def __init__(self, *, takes_addresses: bool) -> None:
        self._takes_addresses = takes_addresses

    def convert(
        self, value: str | Path | Address, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | Address:
        """Return the typed path or address."""
        if isinstance(value, Address):
            return value
        if not is_address(str(value)):
            return Path(value)
        if not self._takes_addresses:
            self.fail(
                f"{value} is an address, but this needs a folder. Only build, release and verify take addresses.",
                param,
                ctx,
            )
        try:
            return parse(str(value))
        except AddressError as error:
            self.fail(str(error), param, ctx)


FOLDER = LocationParam(takes_addresses=False)
FOLDER_OR_ADDRESS = LocationParam(takes_addresses=True)
