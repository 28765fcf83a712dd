"""Stage `read_dumps`: every dump below the raw folder, a batch of pages at a time, as pages and lines."""

from collections.abc import Sequence
from pathlib import Path

from clippings.flow.run import Run
from clippings.flow.step import Batch, Call, step
from clippings.ingest import read_pages as reading
from clippings.ingest.sources import find_files
from clippings.ingest.sources.distinct_dumps import Dump
from clippings.schema import problem_report

_FLEETING = frozenset(("unreadable_file", "file_changed", "file_grew"))
"""Problems of files that were whole a moment before they were read: the next look may find something else."""


@step(writes=("pages", "lines", "read_problems"))
def read(batch: Batch, raw: Path, dumps: Sequence[Dump]) -> int:
    """Read dumps. Return the number of files that changed during that."""
    batch_read = reading.read(raw, list(dumps))
    batch.put("pages", batch_read.pages)
    batch.put("lines", batch_read.lines)
    batch.put("read_problems", problem_report.table(batch_read.problems))
    return sum(problem.code in _FLEETING for problem in batch_read.problems)


def read_dumps(run: Run) -> None:
    """Write `pages`, `lines` and the problems of reading, for all dumps below the raw folder."""
    batch_read, problems = find_files.find(run.raw, run.work_folder() / "unpacked", patient=run.is_patient)
    run.write("find_problems", problem_report.table(problems))
    calls = [Call(args=(run.raw, list(group))) for group in find_files.batches(batch_read)]
    changed = run.do(read, calls, work=1 if run.store.is_local else 0)  # the dumps are on this machine
    run.is_settled = run.is_patient and not sum(changed)
