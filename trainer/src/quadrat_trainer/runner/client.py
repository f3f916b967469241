"""The server's side of the trainer protocol as methods; every failure is one of three kinds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import httpx
import msgspec

from quadrat_trainer.config import RunnerConfig
from quadrat_trainer.contract.common import Model
from quadrat_trainer.contract.runner import (
    ArtifactReply,
    ClaimReply,
    ClaimRequest,
    CompleteReply,
    CompleteRequest,
    FailReply,
    FailRequest,
    HeartbeatReply,
    HeartbeatRequest,
    LogRequest,
)

Reply = TypeVar("Reply")


class Unreachable(Exception):  # noqa: N818 - reads as what it is
    """No useful answer now (network, 5xx, 429): try again while the lease lasts."""


class LeaseLost(Exception):  # noqa: N818 - as above
    """409 `lease_lost`: the attempt is over, its output must be dropped."""


class Refused(Exception):  # noqa: N818 - as above
    """An answer that trying again does not change."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"the server refused ({status} {code}): {detail}")
        self.status = status
        self.code = code
        self.detail = detail


class _Problem(msgspec.Struct):
    code: str = ""
    detail: str = ""
    title: str = ""


def _problem(response: httpx.Response) -> _Problem:
    try:
        return msgspec.json.decode(response.content, type=_Problem)
    except msgspec.DecodeError:
        return _Problem(title=response.text[:200])


def raise_for(response: httpx.Response) -> None:
    """Turn an error status into Unreachable, LeaseLost or Refused."""
    if response.is_success:
        return
    problem = _problem(response)
    words = problem.detail or problem.title or response.reason_phrase
    if response.status_code >= 500 or response.status_code == 429:
        raise Unreachable(f"{response.status_code}: {words}")
    if response.status_code == 409 and problem.code == "lease_lost":
        raise LeaseLost(words)
    raise Refused(response.status_code, problem.code, words)


class Server:
    """One HTTP client; thread-safe. `close` makes calls that hang in other threads fail."""

    def __init__(self, url: str, token: str, config: RunnerConfig) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/"),
            headers={"Authorization": f"Bearer {token}"},
            timeout=config.request_timeout,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Drop all connections."""
        self._http.close()

    def _post(self, path: str, body: Model, reply: type[Reply]) -> Reply:
        try:
            headers = {"Content-Type": "application/json"}
            response = self._http.post(path, content=msgspec.json.encode(body), headers=headers)
            raise_for(response)
            return msgspec.json.decode(response.content, type=reply)
        except httpx.TransportError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        except msgspec.DecodeError as error:
            raise Refused(200, "contract", f"the answer does not fit the contract: {error}") from error

    def claim(self, request: ClaimRequest) -> ClaimReply:
        """Ask for a job."""
        return self._post("/api/runner/claim", request, ClaimReply)

    def heartbeat(self, job: str, request: HeartbeatRequest) -> HeartbeatReply:
        """Prolong the lease."""
        return self._post(f"/api/runner/jobs/{job}/heartbeat", request, HeartbeatReply)

    def log(self, job: str, request: LogRequest) -> None:
        """Append to the job's log; what the server answers is of no use here."""
        self._post(f"/api/runner/jobs/{job}/log", request, msgspec.Raw)

    def complete(self, job: str, request: CompleteRequest) -> CompleteReply:
        """End the job with its result; safe to repeat."""
        return self._post(f"/api/runner/jobs/{job}/complete", request, CompleteReply)

    def fail(self, job: str, request: FailRequest) -> FailReply:
        """Give the job back."""
        return self._post(f"/api/runner/jobs/{job}/fail", request, FailReply)

    def artifact_state(self, job: str, lease_token: str, sha256: str) -> ArtifactReply:
        """How much of an artifact the server already has."""
        try:
            response = self._http.head(
                f"/api/runner/jobs/{job}/artifacts/{sha256}", headers={"X-Lease-Token": lease_token}
            )
        except httpx.TransportError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        if response.status_code == 409:
            # an answer to HEAD has no body that could say more, and HEAD conflicts with nothing but the fence
            raise LeaseLost("the lease has passed to somebody else")
        raise_for(response)
        try:
            received = int(response.headers["Upload-Offset"])
        except (KeyError, ValueError) as error:
            raise Refused(response.status_code, "contract", "HEAD of an artifact without Upload-Offset") from error
        return ArtifactReply(received=received, complete=response.headers.get("Upload-Complete") == "?1")

    def put_part(
        self, job: str, lease_token: str, sha256: str, part: Iterator[bytes], span: tuple[int, int, int]
    ) -> ArtifactReply:
        """Send bytes `span` = (first, end, total) of an artifact; end is exclusive. The whole goes without a range."""
        first, end, total = span
        headers = {"X-Lease-Token": lease_token, "Content-Type": "application/octet-stream"}
        headers["Content-Length"] = str(end - first)
        if end - first < total:
            headers["Content-Range"] = f"bytes {first}-{end - 1}/{total}"
        try:
            response = self._http.put(f"/api/runner/jobs/{job}/artifacts/{sha256}", content=part, headers=headers)
            raise_for(response)
            return msgspec.json.decode(response.content, type=ArtifactReply)
        except httpx.TransportError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        except msgspec.DecodeError as error:
            raise Refused(200, "contract", f"the answer does not fit the contract: {error}") from error

    @contextmanager
    def object(self, sha256: str, start: int) -> Iterator[tuple[int, Iterator[bytes]]]:
        """Stream an object from byte `start`; gives the byte at which the answer really begins, and its pieces."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        try:
            with self._http.stream("GET", f"/api/runner/objects/{sha256}", headers=headers) as response:
                if not response.is_success:
                    response.read()
                raise_for(response)
                yield (start if response.status_code == 206 else 0), response.iter_bytes()
        except httpx.TransportError as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
