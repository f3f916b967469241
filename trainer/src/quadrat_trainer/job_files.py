"""What a job's folder holds, and how a failure is told. Shared by the trainer and the runner; light to import."""

from __future__ import annotations

import shutil
import traceback
from pathlib import Path

from quadrat_trainer.contract.runner import JobError
from quadrat_trainer.errors import TrainerError, disk_full_words, is_disk_full

JOB_FILE, RESULT_FILE, ERROR_FILE, PROPOSALS_FILE = "job.json", "result.json", "error.json", "proposals.jsonl"
LABEL_ISSUES_FILE = "label-issues.jsonl"
PACKAGE_FOLDER = "package"


def describe_failure(error: Exception, folder: Path) -> JobError:
    """The error class and words that go to the server; whatever nobody foresaw is a BUG with its traceback.

    `folder` is the job's: the disk that it was written to.
    """
    trace = "".join(traceback.format_exception(error))[-20000:]
    if is_disk_full(error):
        return JobError(error_class="INFRA", message=disk_full_words(folder), detail=trace)
    if isinstance(error, TrainerError):
        return JobError(
            error_class=error.error_class, message=error.message[:2000], detail=error.detail[:20000] or None
        )
    if isinstance(error, MemoryError):
        return JobError(error_class="OOM", message="The trainer ran out of memory.", detail=trace)
    if isinstance(error, OSError):
        return JobError(
            error_class="INFRA", message=f"A file could not be read or written: {error}"[:2000], detail=trace
        )
    message = f"The trainer failed in a way that it should not: {type(error).__name__}: {error}"
    return JobError(error_class="BUG", message=message[:2000], detail=trace)


def drop_outputs(folder: Path) -> None:
    """Remove what a job made."""
    shutil.rmtree(folder / PACKAGE_FOLDER, ignore_errors=True)
    for name in (PROPOSALS_FILE, LABEL_ISSUES_FILE):
        (folder / name).unlink(missing_ok=True)
