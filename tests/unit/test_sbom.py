"""The software bill of materials names every locked package with its hashes."""

import importlib.util
import json

from conftest import ROOT


def test_every_locked_package_is_listed_with_its_hashes() -> None:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "tools" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    content = json.loads(module.sbom(lock))
    assert len(content["components"]) == sum("==" in line for line in lock.splitlines())
    assert all(component["hashes"] for component in content["components"])
    polars = next(component for component in content["components"] if component["name"] == "polars")
    assert f"polars=={polars['version']}" in lock
