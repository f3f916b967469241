"""Runs the trainer in a child process and forwards what it says; the child never outlives its lease or its runner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

import msgspec

from quadrat_trainer.contract.common import decode
from quadrat_trainer.contract.runner import JobError, LogLine, Progress
from quadrat_trainer.errors import disk_full_words, is_disk_full_at
from quadrat_trainer.job_files import ERROR_FILE
from quadrat_trainer.runner.lease import TICK, LeaseKeeper

SPAN = (0.1, 0.9)
"""Share of the whole job that the child's work is; fetching lies before, uploading behind."""


class _ChildMessage(msgspec.Struct):
    progress: Progress | None = None
    log: LogLine | None = None


def scaled(fraction: float, span: tuple[float, float]) -> float:
    """A fraction of a part as a fraction of the whole."""
    return span[0] + fraction * (span[1] - span[0])


def _forward(stream: IO[str], keeper: LeaseKeeper) -> None:
    for line in stream:
        text = line.rstrip()
        if not text:
            continue
        try:
            message = msgspec.json.decode(text, type=_ChildMessage)
        except msgspec.DecodeError:
            keeper.log(text, "warning")
            continue
        if message.progress is not None:
            fraction = scaled(message.progress.fraction, SPAN)
            keeper.progress(msgspec.structs.replace(message.progress, fraction=fraction))
        if message.log is not None:
            keeper.log(message.log.text, message.log.level, message.log.at)


def _kill(child: subprocess.Popen[str]) -> None:
    """End the child and whatever it started. Its files are written atomically, so there is nothing to wait for."""
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    child.wait()


def run_child(folder: Path, cache: Path, keeper: LeaseKeeper) -> JobError | None:
    """Run the job of `folder`; None on success, else what went wrong. Raises Stop, with the child dead."""
    command = [sys.executable, "-m", "quadrat_trainer.cli", "run", str(folder), "--cache", str(cache)]
    child = subprocess.Popen(
        [*command, "--leave-with-parent"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    if child.stdout is None or child.stdin is None:
        raise RuntimeError("a child without pipes")
    reader = threading.Thread(target=_forward, args=(child.stdout, keeper), daemon=True, name="child output")
    reader.start()
    try:
        while child.poll() is None:
            keeper.check()
            time.sleep(TICK)
        reader.join(timeout=5)
    finally:
        _kill(child)
        child.stdin.close()
    return _outcome(folder, child.returncode)


def _outcome(folder: Path, code: int) -> JobError | None:
    if code == 0:
        return None
    path = folder / ERROR_FILE
    if code > 0 and path.is_file():
        return decode(JobError, path.read_bytes(), ERROR_FILE)
    if code < 0:
        return JobError(
            error_class="INFRA",
            message=f"The trainer was ended by signal {-code} ({signal.Signals(-code).name}): "
            "the machine ran out of memory, or somebody stopped it.",
        )
    if is_disk_full_at(folder):
        # not even the reason could be written
        return JobError(error_class="INFRA", message=disk_full_words(folder))
    return JobError(error_class="BUG", message=f"The trainer ended with code {code} and message nothing; see the log.")
