"""A small in-process server of the trainer protocol (lib/contracts/runner.ts), faults to order.

It keeps the fence as the real one does: leases end by its own clock, a call with a stale token gets 409 `lease_lost`.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOKEN = "qt_test"


@dataclass
class Job:
    """A queued job and what became of it."""

    file: dict[str, Any]
    inputs: list[dict[str, Any]]
    state: str = "QUEUED"
    attempt: int = 0
    lease: str | None = None
    deadline: float = 0.0
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    reply: dict[str, Any] | None = None
    log: list[dict[str, Any]] = field(default_factory=list)
    progress: list[dict[str, Any]] = field(default_factory=list)
    cancel: bool = False


@dataclass
class Faults:
    """What goes wrong, and how often still."""

    drop_complete_replies: int = 0
    cut_puts: int = 0
    cut_gets: int = 0
    broken_claims: int = 0
    slow_put_seconds: float = 0.0


class FakeServer:
    """State behind the handler; use as a context manager."""

    def __init__(self, lease_seconds: float = 20.0, heartbeat_seconds: float = 0.2) -> None:
        self.lease_seconds, self.heartbeat_seconds = lease_seconds, heartbeat_seconds
        self.jobs: dict[str, Job] = {}
        self.objects: dict[str, bytes] = {}
        self.partial: dict[str, bytes] = {}
        self.faults = Faults()
        self.closed = False
        self.calls: list[tuple[str, str, int]] = []
        self.lock = threading.RLock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": self}))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True
        self._server.shutdown()
        self._server.server_close()

    def add_object(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        self.objects[sha256] = data
        return sha256

    def queue(self, folder: Path) -> Job:
        """Take a whole job folder apart, as the real server would have it."""
        file = json.loads((folder / "job.json").read_text())
        inputs = []
        for path in sorted((folder / "inputs").rglob("*")) + sorted(
            inner for link in (folder / "inputs").iterdir() if link.is_symlink() for inner in link.rglob("*")
        ):
            if path.is_file():
                data = path.read_bytes()
                relative = path.relative_to(folder).as_posix()
                inputs.append({"path": relative, "sha256": self.add_object(data), "bytes": len(data)})
        for image in (folder / "images").iterdir():
            self.add_object(image.read_bytes())
        job = Job(file, inputs)
        self.jobs[file["id"]] = job
        return job

    def wait_for(self, condition: Any, seconds: float = 30.0) -> None:
        """Until condition() is true; fails the test after `seconds`."""
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"waited {seconds} s; calls: {self.calls[-20:]}"
            time.sleep(0.02)

    def statuses(self, method: str, part: str) -> list[int]:
        return [status for m, path, status in self.calls if m == method and part in path]

    def expire(self, job: Job) -> None:
        """What the real server does with a lease whose time is over."""
        if job.state == "LEASED" and time.monotonic() > job.deadline:
            job.state, job.lease = "QUEUED", None


class _Handler(BaseHTTPRequestHandler):
    fake: FakeServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        return

    def reply(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        if self.fake.closed:  # connections that are kept open end with the server
            return self.hang_up()
        data = b"" if body is None else json.dumps(body).encode()
        self.fake.calls.append((self.command, self.path, status))
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def problem(self, status: int, code: str, **extra: Any) -> None:
        self.reply(
            status, {"type": f"urn:quadrat:error:{code}", "title": code, "status": status, "code": code, **extra}
        )

    def hang_up(self) -> None:
        self.fake.calls.append((self.command, self.path, 0))
        self.close_connection = True
        self.connection.close()

    def take(self, limit: int | None = None) -> bytes:
        length = int(self.headers.get("Content-Length", "0"))
        return self.rfile.read(length if limit is None else min(limit, length))

    def do_POST(self) -> None:
        body = json.loads(self.take() or b"{}")
        with self.fake.lock:
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self.problem(401, "unauthenticated")
            if self.path == "/api/runner/claim":
                return self.claim(body)
            match = re.fullmatch(r"/api/runner/jobs/([0-9a-f-]+)/(heartbeat|log|complete|fail)", self.path)
            if not match:
                return self.problem(404, "not_found")
            job = self.fake.jobs[match[1]]
            return getattr(self, match[2])(job, body)

    def claim(self, body: dict[str, Any]) -> None:
        fake = self.fake
        if fake.faults.broken_claims:
            fake.faults.broken_claims -= 1
            return self.problem(503, "unavailable")
        for job in fake.jobs.values():
            fake.expire(job)
            if job.state == "QUEUED" and job.file["kind"] in body["kinds"]:
                job.state, job.attempt, job.lease = "LEASED", job.attempt + 1, str(uuid.uuid4())
                job.deadline = time.monotonic() + fake.lease_seconds
                lease = {
                    "leaseToken": job.lease,
                    "leaseSeconds": fake.lease_seconds,
                    "heartbeatSeconds": fake.heartbeat_seconds,
                }
                words = {
                    "id": job.file["id"],
                    "attempt": job.attempt,
                    "maxAttempts": 3,
                    "lease": lease,
                    "file": job.file,
                    "inputs": job.inputs,
                }
                return self.reply(200, {"job": words, "pollSeconds": 0.1})
        return self.reply(200, {"job": None, "pollSeconds": 0.1})

    def fenced(self, job: Job, token: str | None) -> bool:
        """True, with the answer sent, when the token is stale."""
        self.fake.expire(job)
        if job.state != "LEASED" or token != job.lease:
            self.problem(409, "lease_lost")
            return True
        return False

    def heartbeat(self, job: Job, body: dict[str, Any]) -> None:
        if self.fenced(job, body["leaseToken"]):
            return
        if "progress" in body:
            job.progress.append(body["progress"])
        job.deadline = time.monotonic() + self.fake.lease_seconds
        self.reply(200, {"leaseSeconds": self.fake.lease_seconds, "cancel": job.cancel})

    def log(self, job: Job, body: dict[str, Any]) -> None:
        if not self.fenced(job, body["leaseToken"]):
            job.log += body["lines"]
            self.reply(200, {})

    def complete(self, job: Job, body: dict[str, Any]) -> None:
        if job.state == "SUCCEEDED" and job.lease == body["leaseToken"]:
            return self.reply(200, job.reply)
        if self.fenced(job, body["leaseToken"]):
            return None
        job.state, job.result = "SUCCEEDED", body["result"]
        job.reply = {"state": "SUCCEEDED", "versionId": str(uuid.uuid4()), "version": job.file["name"]}
        if self.fake.faults.drop_complete_replies:
            self.fake.faults.drop_complete_replies -= 1
            return self.hang_up()
        return self.reply(200, job.reply)

    def fail(self, job: Job, body: dict[str, Any]) -> None:
        if not self.fenced(job, body["leaseToken"]):
            job.error = body["error"]
            job.state = {"CANCELLED": "CANCELLED", "INFRA": "QUEUED"}.get(body["error"]["class"], "FAILED")
            self.reply(200, {"state": job.state})

    def artifact(self) -> tuple[Job, str] | None:
        match = re.fullmatch(r"/api/runner/jobs/([0-9a-f-]+)/artifacts/([0-9a-f]{64})", self.path)
        assert match
        job = self.fake.jobs[match[1]]
        return None if self.fenced(job, self.headers.get("X-Lease-Token")) else (job, match[2])

    def do_HEAD(self) -> None:
        with self.fake.lock:
            found = self.artifact()
            if found is not None:
                whole = found[1] in self.fake.objects
                have = self.fake.objects.get(found[1], self.fake.partial.get(found[1], b""))
                words = {"Upload-Offset": str(len(have)), "Upload-Complete": "?1" if whole else "?0"}
                self.reply(200, headers=words)

    def do_PUT(self) -> None:
        fake = self.fake
        with fake.lock:
            found = self.artifact()
        if found is None:
            return
        _, sha256 = found
        match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", self.headers.get("Content-Range", ""))
        length = int(self.headers["Content-Length"])
        first, total = (int(match[1]), int(match[3])) if match else (0, length)
        if not match:
            fake.partial.pop(sha256, None)
        if first != len(fake.partial.get(sha256, b"")):
            self.take()
            self.problem(409, "conflict", offset=len(fake.partial.get(sha256, b"")))
            return
        if fake.faults.cut_puts:
            fake.faults.cut_puts -= 1
            fake.partial[sha256] = fake.partial.get(sha256, b"") + self.take(100_000)
            self.hang_up()
            return
        time.sleep(fake.faults.slow_put_seconds)
        fake.partial[sha256] = fake.partial.get(sha256, b"") + self.take()
        have = len(fake.partial[sha256])
        if have == total:
            data = fake.partial.pop(sha256)
            assert hashlib.sha256(data).hexdigest() == sha256
            fake.objects[sha256] = data
        self.reply(200, {"received": have, "complete": have == total})

    def do_GET(self) -> None:
        fake = self.fake
        sha256 = self.path.rsplit("/", 1)[1]
        data = fake.objects.get(sha256)
        if data is None:
            self.problem(404, "not_found")
            return
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(wanted[1]) if wanted else 0
        fake.calls.append(("GET", self.path, 206 if wanted else 200))
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        if fake.faults.cut_gets:
            fake.faults.cut_gets -= 1
            self.wfile.write(data[start : start + (len(data) - start) // 2])
            self.wfile.flush()
            self.close_connection = True
            return
        self.wfile.write(data[start:])
