"""Virtual environments for tests: a Python without this project, and the requested packages beside those installed here."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest


def made(folder: Path, *requirements: str | Path) -> Path:
    """The interpreter of a new environment with these arguments of `pip install`; skips with CLIPPINGS_NO_ENVS=1.

    Packages that this environment has are not installed again. Its pip fills the new one, and nothing is compiled before it is
    used: each would take longer than the tests.
    """
    if os.environ.get("CLIPPINGS_NO_ENVS") == "1":
        pytest.skip("CLIPPINGS_NO_ENVS=1")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    site = next(folder.glob("lib/python*/site-packages"))
    (site / "shared.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-compile", *requirements]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True, capture_output=True)
    return python
