"""Clippings: saved pages in, a dataset of articles out.

The Python API is `read`, `extract`, `tables` and `build`; `clippings.api` describes them.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clippings.api import Article, Evidence, Pages, build, extract, read, tables

__version__ = "0.2.0"

__all__ = ["Article", "Evidence", "Pages", "__version__", "build", "extract", "read", "tables"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 each name has its own type
    """Import the API when it is first used, so that `import clippings` stays quick."""
    if name in __all__:
        from clippings import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
