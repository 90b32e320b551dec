"""Outcomes on the way to the server, kept in a file until it has them."""

from __future__ import annotations

import json
import os
import threading
import zlib
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Sequence, Union

try:
    import fcntl
except ImportError:  # not on Windows; there one process a folder is the user's to see to
    fcntl = None  # type: ignore[assignment]

LARGEST_KEPT_BYTES = 1 << 20
MOST_PROCESSES = 1024
MOST_A_LINE = 64
ENCODE = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


class Chunk(NamedTuple):
    """Entries in the order they were noted, and where in the file they end. ``corrupt`` lines were passed over."""

    entries: List[Dict[str, Any]]
    end: int
    corrupt: int


class Spool:
    """A queue in a file: ``CRC JSON`` a line, with one entry or an array of them, appended before ``append`` returns, read again after a crash.

    Beside it, ``.sent`` holds how much of it the server has acknowledged. Several processes may share a folder, a file each;
    a file whose process died is taken over by the next that starts. Lines are handed to the operating system, not forced to
    disk: they outlive the process, not a power failure.
    """

    def __init__(self, folder: Union[str, Path]):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self.path: Path
        self._file: int
        self._end: int
        self._sent: int
        self._open_first_free()
        self._mark = self.path.with_suffix(".sent")
        self._end = self.path.stat().st_size
        self._sent = self._read_mark()
        self._finish_torn_line()

    @property
    def end(self) -> int:
        return self._end

    @property
    def sent(self) -> int:
        return self._sent

    def append(self, entries: Sequence[Dict[str, Any]]) -> int:
        """Where the file ends now. Raises ``OSError`` if it cannot be written, with nothing of it kept."""
        packs = [entries[i : i + MOST_A_LINE] for i in range(0, len(entries), MOST_A_LINE)]
        data = b"".join(_line(pack[0] if len(pack) == 1 else pack) for pack in packs)
        with self._lock:
            written = 0
            try:
                while written < len(data):
                    written += os.write(self._file, data[written:])
            except OSError:
                os.ftruncate(self._file, self._end)
                raise
            self._end += len(data)
            return self._end

    def read(self, most: int) -> Chunk:
        """The first entries that the server does not have yet: whole lines, until there are at least that many."""
        with self._lock:
            start, end = self._sent, self._end
            entries: List[Dict[str, Any]] = []
            corrupt = 0
            with open(self.path, "rb") as file:
                file.seek(start)
                for line in file:
                    if len(entries) >= most:
                        break
                    start += len(line)
                    entry = _entry(line)
                    if entry is None:
                        corrupt += 1
                    else:
                        entries += entry if isinstance(entry, list) else [entry]
            return Chunk(entries, min(start, end), corrupt)

    def acknowledge(self, end: int) -> int:
        """The server has all before ``end``. Says where that is now: a file sent to its end is emptied once it is large."""
        with self._lock:
            self._sent = end
            if end == self._end and end > LARGEST_KEPT_BYTES:
                os.ftruncate(self._file, 0)
                self._sent = self._end = 0
            waiting = self._mark.with_suffix(".sent.new")
            waiting.write_text(str(self._sent), encoding="ascii")
            os.replace(waiting, self._mark)
            return self._sent

    def close(self) -> None:
        """Lets another process have the file."""
        with self._lock:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def _open_first_free(self) -> None:
        for number in range(MOST_PROCESSES):
            path = self.folder / f"outcomes-{number}.jsonl"
            file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                if fcntl is not None:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(file)
                continue
            self.path, self._file = path, file
            return
        raise OSError(f"All {MOST_PROCESSES} spool files in {self.folder} are in use.")

    def _read_mark(self) -> int:
        try:
            sent = int(self._mark.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0
        return sent if 0 <= sent <= self._end else 0

    def _finish_torn_line(self) -> None:
        if self._end and os.pread(self._file, 1, self._end - 1) != b"\n":
            self._end += os.write(self._file, b"\n")


def _line(entry: Any) -> bytes:
    text = ENCODE(entry).encode("ascii")
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _entry(line: bytes) -> Any:
    """The entry, or ``None`` if the line is not as it was written."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    try:
        if int(checksum, 16) != zlib.crc32(text):
            return None
        return json.loads(text)
    except ValueError:
        return None
