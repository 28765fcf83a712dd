"""Damages the files of a package and recomputes sizes and hashes, so that checks must judge the content."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path


def copy_of(package: Path, target: Path) -> Path:
    """A package to damage."""
    return Path(shutil.copytree(package, target))


def edited(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    """Rewrite a text file line by line, with its line breaks."""
    path.write_bytes("".join(change(path.read_bytes().decode().splitlines(keepends=True))).encode())


def flipped(path: Path) -> None:
    """Flip one bit of the middle byte."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def sealed(root: Path) -> Path:
    """Recompute the sizes and hashes in the package's descriptor and checksums."""
    descriptor = json.loads((root / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        data = (root / resource["path"]).read_bytes()
        resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    (root / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
    sums = root / "checksums.sha256"
    paths = [line.partition("  ")[2] for line in sums.read_text("utf-8").splitlines()]
    digests = {path: hashlib.sha256((root / path).read_bytes()).hexdigest() for path in paths}
    sums.write_text("".join(f"{digest}  {path}\n" for path, digest in digests.items()), "utf-8")
    return root
