"""One attempt at a job: prepare its inputs, run the child, upload, complete; or give the job back with the reason."""

from __future__ import annotations

import logging
import shutil
import threading
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from quadrat_trainer.config import RunnerConfig
from quadrat_trainer.contract.job import RunnerKind
from quadrat_trainer.contract.runner import (
    ClaimedJob,
    CompleteReply,
    CompleteRequest,
    FailRequest,
    JobError,
    Progress,
)
from quadrat_trainer.data import read_dataset
from quadrat_trainer.errors import data_error
from quadrat_trainer.files import stable_json, write_atomic
from quadrat_trainer.job_files import (
    JOB_FILE,
    LABEL_ISSUES_FILE,
    PACKAGE_FOLDER,
    PROPOSALS_FILE,
    RESULT_FILE,
    describe_failure,
)
from quadrat_trainer.runner.child import run_child
from quadrat_trainer.runner.client import LeaseLost, Refused, Server, Unreachable
from quadrat_trainer.runner.lease import LeaseKeeper, Stop
from quadrat_trainer.runner.transfer import Backoff, ObjectCache, upload
from quadrat_trainer.verify import read_manifest

Outcome = Literal["succeeded", "failed", "cancelled", "dropped", "stopped"]

LINES_OF_KIND: dict[RunnerKind, str] = {"INFER": PROPOSALS_FILE, "LABEL_ISSUES": LABEL_ISSUES_FILE}
"""Kinds whose one artifact is a file of JSON lines."""

LOG = logging.getLogger("quadrat-runner")


@dataclass(frozen=True)
class RunnerContext:
    """What every attempt of this runner uses."""

    server: Server
    cache: Path
    config: RunnerConfig
    stopping: threading.Event


def _inside(folder: Path, relative: str) -> Path:
    """A path of the job's folder. Raises DATA for one that leads out of it."""
    path = (folder / relative).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise data_error(f"the job names a file outside its folder: {relative}")
    return path


class Attempt:
    """The steps of one attempt, in order."""

    def __init__(self, context: RunnerContext, job: ClaimedJob, keeper: LeaseKeeper, folder: Path) -> None:
        self._context, self._job, self._keeper, self._folder = context, job, keeper, folder
        self._objects = ObjectCache(context.cache, context.server, context.config)

    def _progress(self, fraction: float, stage: str, text: str) -> None:
        self._keeper.progress(Progress(fraction=fraction, stage=stage, text=text))

    def prepare_inputs(self) -> None:
        """job.json, inputs by hash, and the dataset's pictures."""
        file = self._job.file
        self._folder.mkdir(parents=True, exist_ok=True)
        write_atomic(self._folder / JOB_FILE, stable_json(file))
        inputs = {_inside(self._folder, item.path): item.sha256 for item in self._job.inputs}
        for count in self._objects.link_all(inputs, self._keeper):
            self._progress(0.02 * count / len(inputs), "fetch", f"{count} of {len(inputs)} files")
        images = _inside(self._folder, file.images)
        dataset = read_dataset(_inside(self._folder, file.dataset))
        pictures = {images / chip.line.image: chip.line.image for chip in dataset.chips}
        for count in self._objects.link_all(pictures, self._keeper):
            self._progress(0.02 + 0.08 * count / len(pictures), "fetch", f"{count} of {len(pictures)} pictures")

    def artifacts(self) -> list[Path]:
        """Files of the folder that the result names."""
        package = self._folder / PACKAGE_FOLDER
        if self._job.file.kind in {"TRAIN_HEAD", "FINETUNE"}:
            manifest, _ = read_manifest(package)
            return [*(package / entry.path for entry in manifest.files), package / "manifest.json"]
        lines = LINES_OF_KIND.get(self._job.file.kind)
        return [self._folder / lines] if lines else []

    def send_artifacts(self) -> None:
        """Upload everything, resuming what a broken connection left."""
        paths = self.artifacts()
        for count, path in enumerate(paths):
            self._progress(0.9 + 0.1 * count / len(paths), "upload", f"{count} of {len(paths)} files")
            upload(self._context.server, self._job, path, self._keeper, self._context.config)

    def complete(self) -> CompleteReply:
        """Tell the result, again and again until an answer comes or the lease ends."""
        result = msgspec.json.decode((self._folder / RESULT_FILE).read_bytes())
        request = CompleteRequest(lease_token=self._job.lease.lease_token, result=result)
        self._keeper.check()
        self._keeper.flush()
        self._keeper.completing()
        backoff = Backoff(self._keeper, self._context.config)
        while True:
            try:
                return self._context.server.complete(self._job.id, request)
            except Unreachable as error:
                LOG.warning("complete of %s: %s; trying again", self._job.id, error)
                backoff.pause()

    def run(self) -> JobError | None:
        """All steps; None on success, else the failure to report. Raises Stop or LeaseLost."""
        self.prepare_inputs()
        failure = run_child(self._folder, self._context.cache, self._keeper)
        if failure is not None:
            return failure
        self.send_artifacts()
        reply = self.complete()
        LOG.info("job %s succeeded%s", self._job.id, f": {reply.version}" if reply.version else "")
        return None

    def report_failure(self, error: JobError) -> None:
        """Report a failure; keeps trying while the lease lasts."""
        request = FailRequest(lease_token=self._job.lease.lease_token, error=error)
        self._keeper.flush()
        pause = self._context.config.retry_first
        while True:
            try:
                reply = self._context.server.fail(self._job.id, request)
                LOG.info("job %s reported (%s): %s", self._job.id, error.error_class, reply.state)
                return
            except (LeaseLost, Refused) as refusal:
                LOG.warning("job %s: the failure was not taken: %s", self._job.id, refusal)
                return
            except Unreachable as unreachable:
                if self._keeper.reason() in {"expired", "lost"} or self._context.stopping.wait(pause):
                    LOG.warning("job %s: the failure could not be told: %s", self._job.id, unreachable)
                    return
                pause = min(2 * pause, self._context.config.retry_longest)


STOPPED: dict[str, JobError] = {
    "cancelled": JobError(error_class="CANCELLED", message="Cancelled by a person."),
    "stopping": JobError(error_class="INFRA", message="runner stopped"),
}


def _describe(error: Exception, folder: Path) -> JobError:
    if isinstance(error, Refused):
        trace = "".join(traceback.format_exception(error))[-20000:]
        return JobError(error_class="BUG", message=str(error)[:2000], detail=trace)
    return describe_failure(error, folder)


def attempt(context: RunnerContext, job: ClaimedJob, claimed_at: float, folder: Path) -> Outcome:
    """Do a claimed job from start to end. Whatever happens, the job's folder is gone afterwards."""
    with LeaseKeeper(context.server, job, claimed_at, context.stopping, context.config) as keeper:
        work = Attempt(context, job, keeper, folder)
        try:
            failure = work.run()
        except LeaseLost:
            LOG.warning("job %s: the lease was lost; its output is dropped", job.id)
            return "dropped"
        except Stop as stop:
            if stop.reason in STOPPED:
                work.report_failure(STOPPED[stop.reason])
                return "cancelled" if stop.reason == "cancelled" else "stopped"
            LOG.warning("job %s: the lease is %s; its output is dropped", job.id, stop.reason)
            return "dropped"
        except Exception as error:
            LOG.exception("job %s failed in the runner", job.id)
            failure = _describe(error, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if failure is not None:
            LOG.warning("job %s failed (%s): %s", job.id, failure.error_class, failure.message)
            work.report_failure(failure)
        return "failed" if failure is not None else "succeeded"
