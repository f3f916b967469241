"""lib/contracts/runner.ts: the trainer protocol."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, field

from quadrat_trainer.contract.common import (
    Instant,
    Model,
    NonNegative,
    Positive,
    PositiveFloat,
    Sha256,
    Share,
    Uuid,
)
from quadrat_trainer.contract.job import JobFile, RunnerKind
from quadrat_trainer.errors import ErrorClassName


class RunnerIdentity(Model, frozen=True, kw_only=True):
    """Who asks for work."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    version: str
    labels: list[str]


class ClaimRequest(Model, frozen=True, kw_only=True):
    """Asks for one job of the given kinds."""

    runner: RunnerIdentity
    kinds: Annotated[list[RunnerKind], Meta(min_length=1)]


class Lease(Model, frozen=True, kw_only=True):
    """The fence: every call of this attempt carries its token."""

    lease_token: Uuid
    lease_seconds: PositiveFloat
    heartbeat_seconds: PositiveFloat


class JobInput(Model, frozen=True, kw_only=True):
    """A file to put into the job's folder."""

    path: str
    sha256: Sha256
    bytes: int


class ClaimedJob(Model, frozen=True, kw_only=True):
    """A job with its lease."""

    id: Uuid
    attempt: Positive
    max_attempts: Positive
    lease: Lease
    file: JobFile
    inputs: list[JobInput]


class ClaimReply(Model, frozen=True, kw_only=True):
    """A job, or null and when to ask again."""

    job: ClaimedJob | None
    poll_seconds: PositiveFloat


class Progress(Model, frozen=True, kw_only=True):
    """How far a job is."""

    fraction: Share
    stage: Annotated[str, Meta(max_length=40)]
    text: Annotated[str, Meta(max_length=300)]


class HeartbeatRequest(Model, frozen=True, kw_only=True, omit_defaults=True):
    """Prolongs the lease."""

    lease_token: Uuid
    progress: Progress | None = None


class HeartbeatReply(Model, frozen=True, kw_only=True):
    """The lease from now, and whether a person cancelled."""

    lease_seconds: PositiveFloat
    cancel: bool


LogLevel = Literal["debug", "info", "warning", "error"]


class LogLine(Model, frozen=True, kw_only=True):
    """One line of a job's log."""

    at: Instant
    level: LogLevel
    text: Annotated[str, Meta(max_length=4000)]


class LogRequest(Model, frozen=True, kw_only=True):
    """Lines to append to the job's log."""

    lease_token: Uuid
    lines: Annotated[list[LogLine], Meta(max_length=500)]


class CompleteRequest(Model, frozen=True, kw_only=True):
    """Ends the job with its result."""

    lease_token: Uuid
    result: dict[str, Any]


class CompleteReply(Model, frozen=True, kw_only=True):
    """The stored answer; a repeated complete gets the same one."""

    state: Literal["SUCCEEDED"]
    version_id: Uuid | None
    version: str | None


class JobError(Model, frozen=True, kw_only=True, omit_defaults=True):
    """error.json of a failed run, and the body of a fail call."""

    error_class: ErrorClassName = field(name="class")
    message: Annotated[str, Meta(max_length=2000)]
    detail: Annotated[str, Meta(max_length=20000)] | None = None


class FailRequest(Model, frozen=True, kw_only=True):
    """Gives the job back as failed or cancelled."""

    lease_token: Uuid
    error: JobError


class FailReply(Model, frozen=True, kw_only=True):
    """What the server made of it."""

    state: Literal["QUEUED", "FAILED", "CANCELLED"]


class ArtifactReply(Model, frozen=True, kw_only=True):
    """Bytes of the artifact that the server holds."""

    received: NonNegative
    complete: bool
