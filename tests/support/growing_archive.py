"""An archive of one page that changes and grows, as text and as packages for successive publications."""

from dataclasses import replace
from pathlib import Path

from conftest import Package, build_package
from support.written_pages import Written, listing, prose

POSTS = [Written(f"Pier {n} is open", (prose(n), prose(n + 9)), category=f"Harbour {n}") for n in range(4)]


def page(number: int) -> str:
    """Return the first, second or third version of the page."""
    return listing([replace(POSTS[0], category=f"Ferries {number}"), *POSTS[1 : number + 2]])


def built(folder: Path) -> list[Package]:
    """Return the three packages."""
    made = []
    for number in range(3):
        raw = folder / str(number) / "raw"  # one name for all: a package is named by this folder
        raw.mkdir(parents=True)
        (raw / "page.txt").write_text(page(number), "utf-8")
        made.append(build_package(raw, folder / f"package{number}"))
    return made
