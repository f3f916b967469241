"""Keeps the lease of one attempt: heartbeats and logs from a thread, and one question for the others: may I go on?"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import Literal

from quadrat_trainer.config import RunnerConfig
from quadrat_trainer.contract.runner import (
    ClaimedJob,
    HeartbeatRequest,
    LogLevel,
    LogLine,
    LogRequest,
    Progress,
)
from quadrat_trainer.report import now
from quadrat_trainer.runner.client import LeaseLost, Refused, Server, Unreachable

StopReason = Literal["lost", "expired", "cancelled", "stopping"]
LINES_A_CALL = 500
LINES_KEPT = 5000
TICK = 0.1
LOG = logging.getLogger("quadrat-runner")


class Stop(Exception):  # noqa: N818 - it is an order, not an error
    """The attempt must end now; nothing that it made may be used."""

    def __init__(self, reason: StopReason) -> None:
        super().__init__(reason)
        self.reason: StopReason = reason


def clock() -> float:
    """Seconds that also pass while the machine sleeps, where the system can tell."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class LeaseKeeper:
    """Heartbeats at the server's interval, forwards progress and log lines, and knows when to stop.

    The deadline counts from before a request was sent, so it never lies after the server's. `check` looks at the clock
    itself: a process that was frozen past its lease stops at its first step, whether the thread has run or not.
    """

    def __init__(
        self, server: Server, job: ClaimedJob, claimed_at: float, stopping: threading.Event, config: RunnerConfig
    ) -> None:
        self._server, self._job, self._config = server, job, config
        self._token = job.lease.lease_token
        self._stopping = stopping
        self._lock = threading.Lock()
        self._stop: StopReason | None = None
        self._deadline = 0.0
        self._grant(claimed_at, job.lease.lease_seconds)
        self._next_beat = claimed_at + job.lease.heartbeat_seconds
        self._next_log = claimed_at
        self._progress: Progress | None = None
        self._lines: deque[LogLine] = deque(maxlen=LINES_KEPT)
        self._completing = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"lease of {job.id}", daemon=True)

    def __enter__(self) -> LeaseKeeper:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(timeout=2 * self._config.request_timeout)

    def _grant(self, asked_at: float, seconds: float) -> None:
        margin = min(self._config.stop_before_deadline, seconds / 2)
        self._deadline = max(self._deadline, asked_at + seconds - margin)

    def _end(self, reason: StopReason) -> None:
        with self._lock:
            self._stop = self._stop or reason

    def reason(self) -> StopReason | None:
        """Why the attempt must end, or None while it may go on."""
        if self._stopping.is_set():
            self._end("stopping")
        if clock() >= self._deadline:
            self._end("expired")
        return self._stop

    def check(self) -> None:
        """Raise Stop when the attempt must end."""
        reason = self.reason()
        if reason is not None:
            raise Stop(reason)

    def wait(self, seconds: float) -> None:
        """Sleep, but raise Stop as soon as the attempt must end."""
        until = clock() + seconds
        while clock() < until:
            self.check()
            time.sleep(min(TICK, max(0.0, until - clock())))
        self.check()

    def progress(self, progress: Progress) -> None:
        """What the next heartbeat tells."""
        self._progress = progress

    def log(self, text: str, level: LogLevel = "info", at: str | None = None) -> None:
        """A line for the job's log; sent within seconds."""
        self._lines.append(LogLine(at=at or now(), level=level, text=text[:4000]))

    def completing(self) -> None:
        """From now on the answer to `complete` decides, not a heartbeat: after a success the lease is gone anyway."""
        self._completing = True

    def flush(self) -> None:
        """Send what the log still holds; a server that does not answer loses it."""
        try:
            while self._lines:
                self._send_lines()
        except (Unreachable, Refused, LeaseLost):
            return

    def _send_lines(self) -> None:
        lines = [self._lines.popleft() for _ in range(min(LINES_A_CALL, len(self._lines)))]
        try:
            self._server.log(self._job.id, LogRequest(lease_token=self._token, lines=lines))
        except Unreachable:
            self._lines.extendleft(reversed(lines))
            raise

    def _beat(self) -> None:
        asked_at = clock()
        request = HeartbeatRequest(lease_token=self._token, progress=self._progress)
        reply = self._server.heartbeat(self._job.id, request)
        self._grant(asked_at, reply.lease_seconds)
        if reply.cancel:
            self._end("cancelled")

    def _keep(self) -> None:
        while not self._ended.wait(TICK) and self.reason() is None:
            try:
                if clock() >= self._next_beat:
                    self._next_beat = clock() + self._job.lease.heartbeat_seconds
                    self._beat()
                if self._lines and clock() >= self._next_log:
                    self._next_log = clock() + self._config.log_seconds
                    self._send_lines()
            except Unreachable:
                # the lease itself says how long it is worth trying
                self._next_beat = clock() + min(1.0, self._job.lease.heartbeat_seconds)
            except (LeaseLost, Refused) as error:
                if not self._completing:
                    LOG.warning("job %s: heartbeat or log: %s", self._job.id, error)
                    self._end("lost")
                return
