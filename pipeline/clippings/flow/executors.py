"""Executors: where the calls of a step run. One protocol, `map(function, calls)`, with the results in order.

In this process; in a pool of local processes, one a core; as tasks on a Ray cluster. The calls name parts of the store, so
an executor moves little data. Imports nothing slow at the top: a new process reads this file first.
"""

import multiprocessing
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

from clippings.common import garbage

Call = TypeVar("Call")
Result = TypeVar("Result")

LOCAL, RAY, IN_PROCESS = "local", "ray", "in-process"
EXECUTORS = (LOCAL, RAY, IN_PROCESS)
PROCESSES_VARIABLE = "CLIPPINGS_PROCESSES"
"""Number of processes of the local pool. Default: the cores this process may use."""
_THREADS_VARIABLE = "POLARS_MAX_THREADS"
_OWN_VARIABLES = "CLIPPINGS_"
_POOLS = 3
"""Pools that are tried for one call, where processes are killed."""
_MOST_BYTES = 360 << 20
"""Memory of a process, with the libraries it shares, above which it is replaced before the next step: names and models take
300 MB of it."""
_RAY_RETRIES = 5
"""Times a task is run again after its worker process died."""


class Executor(Protocol):
    """Runs the calls of a step."""

    def map(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> Iterator[Result]:
        """The result of `function` for each call, in order; `function` and calls must be picklable."""
        ...

    def close(self) -> None:
        """End what was started."""
        ...


class PoolBrokenError(Exception):
    """Processes of the local pool were killed more often than they are started again."""


class InProcess:
    """Runs the calls one after the other in this process."""

    def map(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> Iterator[Result]:
        """The results, each made when it is asked for."""
        return map(function, calls)

    def close(self) -> None:
        """Nothing was started."""


def process_count() -> int:
    """Return the number of processes of a local pool.

    Raises:
        ValueError: The variable is not a positive whole number.
    """
    given = os.environ.get(PROCESSES_VARIABLE, "")
    if given and not re.fullmatch(r"0*[1-9]\d{0,3}", given, re.ASCII):
        raise ValueError(f"{PROCESSES_VARIABLE}={given[:20]!r} is not a number of processes, from 1 to 9999.")
    return int(given) if given else len(os.sched_getaffinity(0))


class LocalPool:
    """Runs the calls in a pool of processes, started when it is first needed."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or process_count()
        self._pool: ProcessPoolExecutor | None = None
        self._own_threads: str | None = None

    def map(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> Iterator[Result]:
        """The results; at most two calls a process wait or run at a time."""
        if self.count == 1:
            yield from map(function, calls)
            return
        if self._pool is not None and any(map(_is_large, multiprocessing.active_children())):
            self.close()
        waiting: deque[tuple[Call, Future[Result]]] = deque()
        for call in calls:
            if len(waiting) > self.count:
                yield self._first_result(function, waiting)
            waiting.append((call, self._submitted(function, call)))
        while waiting:
            yield self._first_result(function, waiting)

    def _submitted(self, function: Callable[[Call], Result], call: Call) -> Future[Result]:
        try:
            return self._started().submit(function, call)
        except BrokenProcessPool:
            self.close()
            return self._started().submit(function, call)

    def _first_result(self, function: Callable[[Call], Result], waiting: deque[tuple[Call, Future[Result]]]) -> Result:
        """Return the next result. If a process was killed, the calls that it may have held run again in new processes.

        Raises:
            PoolBrokenError: The processes were killed again and again.
        """
        for _ in range(_POOLS):
            try:
                result = waiting[0][1].result()
            except BrokenProcessPool:
                self.close()
                calls = [call for call, _ in waiting]
                waiting.clear()
                waiting.extend((call, self._submitted(function, call)) for call in calls)
            else:
                waiting.popleft()
                return result
        raise PoolBrokenError(
            f"A process that worked on a step was killed {_POOLS} times, perhaps because memory ran out. "
            f"Set {PROCESSES_VARIABLE} to a smaller number"
        )

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
            del os.environ[_THREADS_VARIABLE]
            if self._own_threads is not None:
                os.environ[_THREADS_VARIABLE] = self._own_threads

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            threads = max(1, (os.cpu_count() or 1) // self.count)
            context = multiprocessing.get_context("spawn")  # polars does not survive a fork
            self._pool = ProcessPoolExecutor(self.count, context, _begin)
            self._own_threads = os.environ.get(_THREADS_VARIABLE)
            os.environ[_THREADS_VARIABLE] = str(threads)  # before they start: their main module may import polars
        return self._pool


class RayTasks:
    """Runs each call as a Ray core task. The address of the cluster is Ray's own setting, RAY_ADDRESS; without it, Ray starts here.

    The store and the folder of dumps must be reachable from every node under the same path. A task whose worker dies runs again.
    """

    def __init__(self, cores: int | None = None) -> None:
        """Use a cluster; one that is started here has `cores`, by default those of this machine."""
        self._cores = cores
        self._ray: Any = None
        self._has_started = False

    def map(self, function: Callable[[Call], Result], calls: Sequence[Call]) -> Iterator[Result]:
        """The results; at most four calls a core of the cluster wait or run at a time."""
        ray = self._connected()
        remote = ray.remote(max_retries=_RAY_RETRIES)(function)
        most = max(2, int(4 * ray.cluster_resources().get("CPU", 1)))
        waiting: deque[Any] = deque()
        for call in calls:
            if len(waiting) >= most:
                yield ray.get(waiting.popleft())
            waiting.append(remote.remote(call))
        while waiting:
            yield ray.get(waiting.popleft())

    def close(self) -> None:
        """Leave the cluster; end it if it was started here."""
        if self._has_started:
            self._ray.shutdown()
            self._has_started = False

    def _connected(self) -> Any:  # noqa: ANN401 - a module that is optional
        if self._ray is None:
            try:
                import ray
            except ImportError as error:
                message = "The executor ray needs Ray. Install it with: pip install 'ray[default]'"
                raise ModuleNotFoundError(message) from error
            self._ray = ray
        if not self._ray.is_initialized():
            variables = {name: value for name, value in os.environ.items() if name.startswith(_OWN_VARIABLES)}
            environment = {"env_vars": {**variables, _THREADS_VARIABLE: "1"}}
            is_elsewhere = bool(os.environ.get("RAY_ADDRESS"))
            started_here = {} if is_elsewhere else {"num_cpus": self._cores, "include_dashboard": False}
            self._ray.init(log_to_driver=False, runtime_env=environment, **started_here)
            self._has_started = True
        return self._ray


def _is_large(process: BaseProcess) -> bool:
    """Return whether a process has grown: memory left from earlier steps would add to what the next one needs."""
    try:
        with open(f"/proc/{process.pid}/statm", encoding="ascii") as file:  # noqa: PTH123 - see the top
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") > _MOST_BYTES
    except OSError:  # ended, or a system without /proc
        return False


def executor_of(name: str) -> Executor:
    """Return the executor with this name.

    Raises:
        ValueError: No executor has this name.
    """
    made: dict[str, Callable[[], Executor]] = {LOCAL: LocalPool, RAY: RayTasks, IN_PROCESS: InProcess}
    if name not in made:
        raise ValueError(f"Unknown executor {name}. Use one of: {', '.join(EXECUTORS)}.")
    return made[name]()


def _begin() -> None:
    """In a new process: end with the parent, even if it is killed."""
    garbage.collect_rarely()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
