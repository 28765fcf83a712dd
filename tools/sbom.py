"""Writes a software bill of materials (CycloneDX 1.5, JSON) from a lock file: `python tools/sbom.py requirements.lock`.

The same lock file gives the same bytes. Nothing is fetched.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """One component for each pinned package, with the hashes of its files."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            name = re.sub(r"[-_.]+", "-", pin["name"]).lower()
            component: dict[str, Any] = {
                "type": "library",
                "name": name,
                "version": pin["version"],
                "purl": f"pkg:pypi/{name}@{pin['version']}",
                "hashes": [],
            }
            if pin["marker"]:
                component["properties"] = [{"name": "marker", "value": pin["marker"].strip()}]
            found.append(component)
        elif (digest := _HASH.search(line)) and found:
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return sorted(found, key=lambda component: (component["name"], component["version"]))


def sbom(lock: str) -> str:
    """The bill of materials as text."""
    content = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components(lock)}
    return json.dumps(content, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(sbom(Path(sys.argv[1]).read_text("utf-8")))
