"""The arguments that both trainers take."""

import argparse
from pathlib import Path


def parser_of(description: str | None) -> argparse.ArgumentParser:
    """Return the parser of a trainer."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpora", type=Path, help="public pages with gold; without them only those of the repository"
    )
    parser.add_argument("--all", action="store_true", help="learn from both halves of the sites")
    parser.add_argument("--small", action="store_true", help="few trees, in seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    return parser
