"""A server of one's own, for as long as a block lasts."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Iterator, List, Mapping, Optional, Sequence, Union

from .problem import CoxswainError
from .steering import Steering

LISTENING = re.compile(r"Listening at (http://\S+?),? ")


class Server:
    """``coxswain serve`` as a child process on a free port of this machine; ``with`` stops it.

    ``distribution`` is the folder that holds the launcher ``coxswain``, or the launcher; else ``COXSWAIN_HOME``, else the
    ``coxswain`` on the path. The history is in ``data``; a folder of the moment if that is left out.
    """

    def __init__(
        self, distribution: Union[str, Path, None] = None, *, data: Union[str, Path, None] = None, port: int = 0, arguments: Sequence[str] = (), start_timeout: float = 120.0
    ):
        self._launcher = _launcher(distribution)
        self._temporary = tempfile.mkdtemp(prefix="coxswain-") if data is None else None
        self.data = str(data or self._temporary)
        self._arguments = list(arguments)
        self._port = port
        self.last_words: List[str] = []
        self.url = ""
        self.start(start_timeout)

    def start(self, timeout: float = 120.0) -> None:
        """Also after a stop: on the same port, with the same history."""
        command = [self._launcher, "serve", "--data", self.data, "--port", str(self._port), *self._arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        lines: "queue.Queue[Optional[str]]" = queue.Queue()
        threading.Thread(target=self._listen, args=(self.process, lines), daemon=True).start()
        deadline = time.monotonic() + timeout
        while True:
            try:
                line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self.kill()
                raise CoxswainError(f"{self._launcher} serve did not listen within {timeout:.0f} s.") from None
            if line is None:
                words = "\n".join(self.last_words[-20:])
                raise CoxswainError(f"{self._launcher} serve ended with status {self.process.wait()}:\n{words}")
            found = LISTENING.search(line)
            if found:
                self.url = found.group(1)
                self._port = int(self.url.rsplit(":", 1)[1])
                return

    def stop(self, timeout: float = 15.0) -> None:
        """In good order; what was acknowledged is on disk either way."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """As a power failure would end it."""
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _listen(self, process: "subprocess.Popen[str]", lines: "queue.Queue[Optional[str]]") -> None:
        assert process.stderr is not None
        with process.stderr:
            for line in process.stderr:
                self.last_words = self.last_words[-99:] + [line.rstrip("\n")]
                lines.put(line)
        lines.put(None)


class local:
    """``with coxswain.local(pool="pool.jsonl") as steering:`` a server and a run over that pool, for the block.

    ``pool`` is a JSON lines file or the prompts themselves. ``server`` takes the settings of ``Server``; the rest are the
    run's (``strategy``, ``group_size``, ``seed``).
    """

    def __init__(
        self, pool: Union[str, Path, Sequence[Mapping[str, Any]]], *, distribution: Union[str, Path, None] = None, run: str = "local",
        data: Union[str, Path, None] = None, prefetch: bool = False, **config: Any,
    ):
        self._pool = pool
        self._distribution = distribution
        self._run = run
        self._data = data
        self._prefetch = prefetch
        self._config = config

    def __enter__(self) -> Steering:
        prompts = list(_prompts(self._pool))
        self.server = Server(self._distribution, data=self._data)
        try:
            self.steering = Steering(
                self.server.url, run=self._run, pool="local", prompts=prompts, config=self._config, prefetch=self._prefetch,
                spool=os.path.join(self.server.data, "spool"),
            )
        except BaseException:
            self.server.__exit__()
            raise
        return self.steering

    def __exit__(self, *_: object) -> None:
        self.steering.close()
        self.server.__exit__()


def _prompts(pool: Union[str, Path, Sequence[Mapping[str, Any]]]) -> Iterator[Mapping[str, Any]]:
    if not isinstance(pool, (str, Path)):
        yield from pool
        return
    with open(pool, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise ValueError(f"{pool}, line {number}: {error}") from error


def _launcher(distribution: Union[str, Path, None]) -> str:
    home = distribution or os.environ.get("COXSWAIN_HOME")
    if home is None:
        found = shutil.which("coxswain")
        if found is None:
            raise CoxswainError("There is no coxswain on the path. Maybe set COXSWAIN_HOME to the folder of the built distribution, or give distribution.")
        return found
    for candidate in (Path(home), Path(home) / "coxswain", Path(home) / "bin" / "coxswain"):
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return str(candidate)
    raise CoxswainError(f"The distribution ({home}) must be a folder with the launcher coxswain in it, or the launcher.")
