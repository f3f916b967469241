"""The runner's loop: claim, attempt, again; and tidying of what earlier runs left."""

from __future__ import annotations

import logging
import os
import random
import shutil
from pathlib import Path

from quadrat_trainer import __version__
from quadrat_trainer.contract.job import RunnerKind
from quadrat_trainer.contract.runner import ClaimReply, ClaimRequest, RunnerIdentity
from quadrat_trainer.runner.attempt import RunnerContext, attempt
from quadrat_trainer.runner.client import Refused, Unreachable
from quadrat_trainer.runner.lease import clock

LOG = logging.getLogger("quadrat-runner")
FOLDER_PREFIX = "job-"


def labels() -> list[str]:
    """What this machine offers."""
    return ["gpu" if Path("/dev/nvidiactl").exists() else "cpu"]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def remove_leftovers(work: Path) -> None:
    """Delete job folders of runners that no longer run (folders are named job-<pid>-<job>)."""
    for folder in work.glob(f"{FOLDER_PREFIX}*"):
        pid = folder.name.removeprefix(FOLDER_PREFIX).split("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)


def prune_cache(cache: Path, limit_bytes: int) -> int:
    """Delete the least recently used files of the cache until it is within its limit; returns bytes freed."""
    files = [(path.stat().st_mtime, path.stat().st_size, path) for path in cache.rglob("*") if path.is_file()]
    excess = sum(size for _, size, _ in files) - limit_bytes
    freed = 0
    for _, size, path in sorted(files, key=lambda item: item[0]):
        if freed >= excess:
            break
        path.unlink(missing_ok=True)
        freed += size
    return freed


class Loop:
    """Claims jobs one after the other until it is told to stop."""

    def __init__(
        self, context: RunnerContext, name: str, kinds: list[RunnerKind], work: Path, cache_bytes: int
    ) -> None:
        self._context, self._work, self._cache_bytes = context, work, cache_bytes
        identity = RunnerIdentity(name=name, version=__version__, labels=labels())
        self._request = ClaimRequest(runner=identity, kinds=kinds)
        self._pause = context.config.retry_first

    def _claim(self) -> tuple[ClaimReply, float] | None:
        """A reply and when it was asked for; None when the server cannot be reached, after a growing pause."""
        asked_at = clock()
        try:
            reply = self._context.server.claim(self._request)
        except Unreachable as error:
            LOG.warning("the server does not answer (%s); trying again in %.1f s", error, self._pause)
            self._context.stopping.wait(self._pause * random.uniform(0.8, 1.2))  # noqa: S311 - jitter
            self._pause = min(2 * self._pause, self._context.config.retry_longest)
            return None
        self._pause = self._context.config.retry_first
        return reply, asked_at

    def run(self, once: bool) -> int:
        """Exit code: 0 after a clean stop, 1 when `once` met a failure, 2 when the server refuses this runner."""
        remove_leftovers(self._work)
        while not self._context.stopping.is_set():
            try:
                claimed = self._claim()
            except Refused as error:
                LOG.error("%s. Check the address, the token and its scope `runner`.", error)
                return 2
            if claimed is None:
                continue
            reply, asked_at = claimed
            if reply.job is None:
                if once:
                    return 0
                self._context.stopping.wait(reply.poll_seconds)
                continue
            job = reply.job
            LOG.info(
                "job %s: %s %s, attempt %d of %d", job.id, job.file.kind, job.file.name, job.attempt, job.max_attempts
            )
            folder = self._work / f"{FOLDER_PREFIX}{os.getpid()}-{job.id}"
            outcome = attempt(self._context, job, asked_at, folder)
            LOG.info("job %s: %s", job.id, outcome)
            prune_cache(self._context.cache, self._cache_bytes)
            if once:
                return 0 if outcome == "succeeded" else 1
        LOG.info("stopped")
        return 0
