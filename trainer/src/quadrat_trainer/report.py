"""What a job says while it runs: JSON lines on stdout that the runner forwards to the server."""

from __future__ import annotations

import sys
import threading
from datetime import datetime, timezone
from typing import TextIO

import msgspec

from quadrat_trainer.contract.runner import LogLevel, LogLine, Progress


def now() -> str:
    """This instant in UTC, ISO 8601."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Report:
    """Writes {"progress": ...} and {"log": ...} lines. Thread-safe; progress is thinned to permilles."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stdout
        self._lock = threading.Lock()
        self._last = ("", -1)

    def _line(self, kind: str, value: Progress | LogLine) -> None:
        text = msgspec.json.encode({kind: value}).decode()
        with self._lock:
            self._stream.write(text + "\n")
            self._stream.flush()

    def progress(self, fraction: float, stage: str, text: str = "") -> None:
        """How far the job is, 0 to 1 over the whole job."""
        fraction = min(1.0, max(0.0, fraction))
        step = (stage, int(1000 * fraction))
        if step != self._last:
            self._last = step
            self._line("progress", Progress(fraction=fraction, stage=stage[:40], text=text[:300]))

    def log(self, text: str, level: LogLevel = "info") -> None:
        """A line for the job's log."""
        self._line("log", LogLine(at=now(), level=level, text=text[:4000]))
