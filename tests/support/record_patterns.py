"""Prints, as JSON, every expression that the program compiles: at import, from its data files, and while it builds.

Run as `python record_patterns.py RAW OUT`. Each row: pattern, flags, is_bytes, file, line, how it is used.
"""

import ast
import importlib
import json
import pkgutil
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

_METHODS = r"\b(\w+)\.(match|fullmatch|search|sub|subn|split|findall|finditer)\b"
_FOUND: dict[tuple[Any, int], dict[str, Any]] = {}
_compile = re._compile  # type: ignore[attr-defined]


def _recording(pattern: Any, flags: Any) -> Any:
    made = _compile(pattern, flags)
    frame = sys._getframe(1)
    how = frame.f_code.co_name if frame.f_globals.get("__name__") == "re" else "compile"
    caller = sys._getframe(2)
    name = caller.f_globals.get("__name__", "")
    if name.startswith("clippings") and isinstance(made, re.Pattern):
        row = _FOUND.setdefault(
            (made.pattern, made.flags), {"file": caller.f_code.co_filename, "line": caller.f_lineno, "how": set()}
        )
        row["how"].add(how)
    return made


@cache
def _names(file: str) -> list[tuple[int, int, str]]:
    """Return first line, last line and name of the assignments of a module."""
    tree = ast.parse(Path(file).read_text("utf-8"))
    return [
        (node.lineno, node.end_lineno or node.lineno, target.id)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]


@cache
def _calls(folder: Path) -> dict[str, set[str]]:
    """Return the methods of expressions that the code below a folder calls on each name."""
    result: dict[str, set[str]] = {}
    for path in folder.rglob("*.py"):
        for name, method in re.findall(_METHODS, path.read_text("utf-8")):
            result.setdefault(name, set()).add(method)
    return result


def _uses(file: str, line: int) -> set[str]:
    """Return the methods that the code calls on the compiled expression; `search` if the code does not show them."""
    name = next((name for first, last, name in _names(file) if first <= line <= last), "")
    return _calls(Path(file).parent).get(name) or {"search"}


def main(raw: str, out: str) -> None:
    """Import every module, build a package, and print the compiled expressions."""
    re._compile = _recording  # type: ignore[attr-defined]
    import clippings
    from clippings.common import text as texts

    texts.lazily_compiled = re.compile  # those that no page of the build needs are recorded too
    for module in pkgutil.walk_packages(clippings.__path__, "clippings."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from clippings.orchestration import run_build

    run_build.build(Path(raw), Path(out))
    rows = []
    for (pattern, flags), row in _FOUND.items():
        how = set(row["how"])
        if "compile" in how:
            how = (how - {"compile"}) | _uses(row["file"], row["line"])
        text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
        rows.append({
            "pattern": text, "flags": flags, "is_bytes": isinstance(pattern, bytes),
            "file": row["file"], "line": row["line"], "how": sorted(how),
        })  # fmt: skip
    sys.stdout.write(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
