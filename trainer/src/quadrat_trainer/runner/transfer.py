"""Bytes in and out: objects by hash into the cache, artifacts in resumable parts."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from quadrat_trainer.config import RunnerConfig
from quadrat_trainer.contract.runner import ClaimedJob
from quadrat_trainer.errors import TrainerError, data_error
from quadrat_trainer.files import sha256_file
from quadrat_trainer.runner.client import Refused, Server, Unreachable
from quadrat_trainer.runner.lease import LeaseKeeper

FETCHES_AT_ONCE = 4


class Backoff:
    """Doubling pauses, waited for under the lease."""

    def __init__(self, keeper: LeaseKeeper, config: RunnerConfig) -> None:
        self._keeper, self._config = keeper, config
        self._pause = config.retry_first

    def pause(self) -> None:
        """Wait; raises Stop when the lease ends meanwhile."""
        self._keeper.wait(self._pause)
        self._pause = min(2 * self._pause, self._config.retry_longest)

    def reset(self) -> None:
        """Something went through."""
        self._pause = self._config.retry_first


class ObjectCache:
    """Objects by SHA-256 on disk. A file under its final name is whole and verified."""

    def __init__(self, folder: Path, server: Server, config: RunnerConfig) -> None:
        self._folder, self._server, self._config = folder / "objects", server, config

    def path(self, sha256: str) -> Path:
        """Where an object lies once it is fetched."""
        return self._folder / sha256[:2] / sha256

    def fetch(self, sha256: str, keeper: LeaseKeeper) -> Path:
        """The object's path; fetched, resumed and verified when it is not here yet. Raises DATA if it cannot be had."""
        path = self.path(sha256)
        if path.is_file():
            os.utime(path)
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{sha256}.{os.getpid()}.part")
        backoff = Backoff(keeper, self._config)
        for _ in range(2):
            self._download(sha256, part, keeper, backoff)
            if sha256_file(part) == sha256:
                part.replace(path)
                return path
            part.unlink()
        raise data_error(f"the object {sha256[:12]}... came with other content than its name says, twice")

    def _download(self, sha256: str, part: Path, keeper: LeaseKeeper, backoff: Backoff) -> None:
        while True:
            keeper.check()
            have = part.stat().st_size if part.exists() else 0
            try:
                with self._server.object(sha256, have) as (start, pieces), part.open("r+b" if have else "wb") as file:
                    file.seek(start)
                    file.truncate()
                    for piece in pieces:
                        file.write(piece)
                        keeper.check()
                        backoff.reset()
                return
            except Unreachable:
                backoff.pause()
            except Refused as error:
                if error.status == 416:
                    return
                raise data_error(f"the object {sha256[:12]}... cannot be fetched: {error.detail}") from error

    def link_to(self, sha256: str, target: Path, keeper: LeaseKeeper) -> None:
        """Put an object at `target`: a hard link where the file system can, else a copy."""
        source = self.fetch(sha256, keeper)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            return
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)

    def link_all(self, wanted: dict[Path, str], keeper: LeaseKeeper) -> Iterator[int]:
        """Link many objects, a few at a time; gives the count after each."""
        with ThreadPoolExecutor(FETCHES_AT_ONCE) as pool:
            jobs = [pool.submit(self.link_to, sha256, target, keeper) for target, sha256 in wanted.items()]
            try:
                for count, job in enumerate(jobs, start=1):
                    job.result()
                    yield count
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _pieces(path: Path, first: int, end: int, keeper: LeaseKeeper, size: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = end - first
        while left:
            keeper.check()
            piece = file.read(min(size, left))
            if not piece:
                raise TrainerError("INFRA", f"{path.name} became shorter while it was sent")
            left -= len(piece)
            yield piece


def upload(server: Server, job: ClaimedJob, path: Path, keeper: LeaseKeeper, config: RunnerConfig) -> str:
    """Send one artifact, going on where the server is; returns its SHA-256. Raises Stop, LeaseLost or Refused."""
    digest, total, token = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, job.lease.lease_token
    backoff = Backoff(keeper, config)
    conflicts = 0
    while True:
        keeper.check()
        try:
            state = server.artifact_state(job.id, token, digest)
            # all bytes there but not taken over: the server was stopped in between, so send the whole again
            offset, complete = state.received % max(1, total), state.complete
            while not complete:
                end = min(offset + config.part_bytes, total)
                part = _pieces(path, offset, end, keeper, config.chunk_bytes)
                reply = server.put_part(job.id, token, digest, part, (offset, end, total))
                backoff.reset()
                offset, complete = reply.received, reply.complete
            return digest
        except Unreachable:
            backoff.pause()
        except Refused as error:
            # a part that was cut, or that another try of ours already brought: ask where to go on
            conflicts += 1
            if error.status not in {400, 409} or conflicts > 5:
                raise
            backoff.pause()
