"""Runs a function in processes that are killed before a chosen step on the file system."""

import json
import subprocess
import sys
from collections.abc import Sequence

from conftest import ROOT

_KILLED = """
import json, os, signal, sys
def steps_of(arguments, last):
    step = 0
    def count(event, args):
        nonlocal step
        if event == "open" or event.split(".")[0] in ("os", "shutil", "fcntl", "ctypes", "tempfile"):
            step += 1
            if step == last + 1:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)
    work(*arguments)
    return step
for *arguments, last in json.loads(sys.argv[1]):
    child = os.fork()
    if not child:
        sys.stdout.write(f"{steps_of(arguments, last)}\\n")
        sys.stdout.flush()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), status
    if status:
        print("killed", flush=True)
"""


def steps_of(work: str, jobs: Sequence[tuple[object, ...]]) -> list[int | None]:
    """Call a function once for each job, in a process of its own that is killed before a step.

    Args:
        work: Python code that defines the function `work`.
        jobs: The arguments of each call as strings, and then the number of its last step; -1 lets it live.

    Returns:
        The number of steps of each call, or None if it was killed.
    """
    listed = json.dumps([(*map(str, arguments), last) for *arguments, last in jobs])
    command = [sys.executable, "-c", work + _KILLED, listed]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return [None if line == "killed" else int(line) for line in process.stdout.split()]
