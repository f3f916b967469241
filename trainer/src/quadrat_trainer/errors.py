"""Failures that people or the server must tell apart (lib/contracts/runner.ts, ErrorClass)."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Literal

ErrorClassName = Literal["USER", "BUG", "DATA", "INFRA", "LOST", "OOM", "CANCELLED"]


class TrainerError(Exception):
    """A failure with a class: USER and BUG don't retry, DATA retries once, INFRA and LOST with backoff.

    `message` is for people: what happened and what to do. `detail` is for whoever looks into it.
    """

    def __init__(self, error_class: ErrorClassName, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.error_class: ErrorClassName = error_class
        self.message = message
        self.detail = detail


def user_error(message: str) -> TrainerError:
    """The data or the request cannot give what is asked; a person must change something."""
    return TrainerError("USER", message)


def data_error(message: str, detail: str = "") -> TrainerError:
    """A file is damaged or is not what its name or hash says."""
    return TrainerError("DATA", message, detail)


NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
NO_ROOM_WORDS = ("no space left on device", "disk quota exceeded")
MB = 1024 * 1024


def is_disk_full(error: BaseException | None) -> bool:
    """Whether something could not be written for want of room, by the error or by what caused it."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        # torch and others keep the words alone
        if any(words in str(error).lower() for words in NO_ROOM_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_disk_full_at(folder: Path) -> bool:
    """Whether there is no room left where `folder` lies."""
    return shutil.disk_usage(folder).free < MB


def disk_full_words(folder: Path) -> str:
    """What happened and what to do, for the job's page."""
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    return (
        f"The disk of the machine that runs jobs is full: {usage.free // MB} MB of {usage.total // MB} MB are free. "
        "Nothing that was saved is lost. Free some space, then start it again."
    )
