"""Virtual environments for tests: a Python without this project, and the requested packages."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest


def made(folder: Path, *requirements: str | Path) -> Path:
    """The interpreter of a new environment with these arguments of `pip install`; skips with CLIPPINGS_NO_ENVS=1.

    This environment's pip fills it, and nothing is compiled before it is used: either would take longer than the tests.
    """
    if os.environ.get("CLIPPINGS_NO_ENVS") == "1":
        pytest.skip("CLIPPINGS_NO_ENVS=1")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--disable-pip-version-check", "--no-compile", *requirements]
    subprocess.run([sys.executable, "-m", "pip", "--python", python, *install], check=True, capture_output=True)
    return python
