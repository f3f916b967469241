"""The runner against a small server: the whole way, and every fault that the protocol promises to survive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fake_server import TOKEN, FakeServer, Job
from quadrat_trainer.driver import load_package
from quadrat_trainer.runner.loop import prune_cache, remove_leftovers
from synthetic import Options, write_job

SLOW_JOBS = Path(__file__).parent / "slow_jobs"


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as fake:
        yield fake


class Runner:
    """A runner as a real process; with `slow` each of its jobs waits so many seconds first."""

    def __init__(self, server: FakeServer, folder: Path, *extra: str, slow: float = 0, token: str = TOKEN) -> None:
        self.work = folder / "work"
        command = [sys.executable, "-m", "quadrat_trainer.runner.cli", "--server", server.url, "--token", token]
        command += ["--work", str(self.work), "--cache", str(folder / "cache"), "--name", "test", *extra]
        env = dict(os.environ)
        if slow > 0:
            env["PYTHONPATH"] = os.pathsep.join([str(SLOW_JOBS), *filter(None, [env.get("PYTHONPATH")])])
            env["SLOW_JOB_SECONDS"] = str(slow)
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env)

    def end(self, seconds: float = 60.0) -> tuple[int, str]:
        """Wait for its end: exit code and what it said."""
        _, said = self.process.communicate(timeout=seconds)
        return self.process.returncode, said

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.communicate()


@pytest.fixture
def runners() -> Iterator[list[Runner]]:
    started: list[Runner] = []
    yield started
    for runner in started:
        runner.kill()


def children(pid: int) -> list[int]:
    """Processes whose parent is `pid`."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def queued(server: FakeServer, tmp_path: Path, base: Path, **options) -> Job:
    return server.queue(write_job(tmp_path / "job", base, Options(**options)))


def test_whole_way(server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]) -> None:
    job = queued(server, tmp_path, base_package)
    server.faults.broken_claims = 1
    runners.append(Runner(server, tmp_path, "--once"))
    code, said = runners[0].end()
    assert code == 0, said
    assert job.state == "SUCCEEDED"
    assert job.result is not None
    assert job.result["metrics"]["candidate"]["accuracy"]["value"] > 0.9
    assert job.progress[-1]["fraction"] > 0
    assert [p["fraction"] for p in job.progress] == sorted(p["fraction"] for p in job.progress)
    assert any("Head trained on" in line["text"] for line in job.log)
    # the package can be put together from what the server has
    manifest = server.objects[job.result["manifest"]]
    folder = tmp_path / "registered"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(manifest)
    import json

    for file in json.loads(manifest)["files"]:
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(server.objects[file["sha256"]])
    assert load_package(folder).manifest.name == "v1"
    assert not list(runners[0].work.glob("job-*")), "the job's folder is gone"


def test_repeated_complete_gets_the_same_answer(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    server.faults.drop_complete_replies = 2
    runners.append(Runner(server, tmp_path, "--once"))
    code, said = runners[0].end()
    assert code == 0, said
    assert server.statuses("POST", "complete") == [0, 200]
    assert job.state == "SUCCEEDED"
    assert not server.statuses("POST", "fail")


def test_cut_connections_are_resumed(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package, kind="INFER")
    # a package that is trained elsewhere would be large; the base one's upload and download are enough
    job.file["kind"] = "TRAIN_HEAD"
    server.faults.cut_gets = 2
    server.faults.cut_puts = 2
    runners.append(Runner(server, tmp_path, "--once"))
    code, said = runners[0].end()
    assert code == 0, said
    assert job.state == "SUCCEEDED"
    assert 206 in server.statuses("GET", "objects"), "the download went on where it was cut"
    assert server.statuses("PUT", "artifacts").count(0) == 2


def test_a_check_of_labels_brings_its_lines(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package, kind="LABEL_ISSUES")
    runners.append(Runner(server, tmp_path, "--once"))
    code, said = runners[0].end()
    assert code == 0, said
    assert job.result is not None
    lines = server.objects[job.result["issues"]].splitlines()
    assert len(lines) == job.result["lines"] == job.result["summary"]["cells"] == 12 * 16


def test_frozen_runner_past_its_lease_loses(tmp_path: Path, base_package: Path, runners: list[Runner]) -> None:
    with FakeServer(lease_seconds=8.0) as server:
        job = queued(server, tmp_path, base_package)
        (tmp_path / "first").mkdir()
        (tmp_path / "second").mkdir()
        first = Runner(server, tmp_path / "first", "--once", slow=30)
        runners.append(first)
        server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
        lease = job.lease
        (child,) = children(first.process.pid)
        first.process.send_signal(signal.SIGSTOP)
        time.sleep(8.5)
        second = Runner(server, tmp_path / "second", "--once")
        runners.append(second)
        server.wait_for(lambda: job.attempt == 2)
        assert job.lease != lease
        first.process.send_signal(signal.SIGCONT)
        code, said = second.end()
        assert code == 0, said
        code, said = first.end()
        assert code == 1
        assert "output is dropped" in said
        assert not alive(child)
        assert server.statuses("POST", "complete") == [200], "only the second runner's model exists"
        assert job.state == "SUCCEEDED"


def test_lost_lease_kills_the_child(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    runners.append(Runner(server, tmp_path, "--once", slow=30))
    server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
    (child,) = children(runners[0].process.pid)
    with server.lock:
        job.lease = None
    code, said = runners[0].end(15)
    assert code == 1
    assert "lease_lost" in said or "lost" in said
    assert 409 in server.statuses("POST", "heartbeat")
    assert not alive(child)
    assert not server.statuses("POST", "complete")
    assert not server.statuses("POST", "fail")


def test_runner_stops_before_the_deadline_when_the_server_is_gone(
    tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    with FakeServer(lease_seconds=8.0, heartbeat_seconds=0.5) as server:
        job = queued(server, tmp_path, base_package)
        runners.append(Runner(server, tmp_path, "--once", slow=60))
        server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
        (child,) = children(runners[0].process.pid)
        last = time.monotonic()
    code, said = runners[0].end(15)
    assert code == 1
    assert "expired" in said
    assert time.monotonic() - last < 8.0, "stopped before the lease's end"
    assert not alive(child)


def test_cancel_while_the_child_runs(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    runners.append(Runner(server, tmp_path, "--once", slow=60))
    server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
    (child,) = children(runners[0].process.pid)
    start = time.monotonic()
    job.cancel = True
    server.wait_for(lambda: job.state == "CANCELLED", 20)
    assert time.monotonic() - start < 20
    runners[0].end(10)
    assert not alive(child)
    assert job.error == {"class": "CANCELLED", "message": "Cancelled by a person."}


def test_cancel_during_upload(server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]) -> None:
    job = queued(server, tmp_path, base_package)
    # the backbone's files are on the server already; without them every byte has to go up, slowly
    server.faults.slow_put_seconds = 2.0
    runners.append(Runner(server, tmp_path, "--once"))
    server.wait_for(lambda: any(p["stage"] == "upload" for p in job.progress), 60)
    job.cancel = True
    server.wait_for(lambda: job.state == "CANCELLED", 20)
    assert not server.statuses("POST", "complete")
    assert job.result is None


def test_killed_child_is_tried_again(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    runners.append(Runner(server, tmp_path, "--once", slow=60))
    server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
    (child,) = children(runners[0].process.pid)
    os.kill(child, signal.SIGKILL)
    assert runners[0].end(20)[0] == 1
    assert job.error is not None
    assert job.error["class"] == "INFRA"
    assert "SIGKILL" in job.error["message"]


def test_child_ends_with_a_killed_runner(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    runners.append(Runner(server, tmp_path, "--once", slow=60))
    server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
    (child,) = children(runners[0].process.pid)
    runners[0].process.kill()
    server.wait_for(lambda: not alive(child), 10)


def test_sigterm_gives_the_job_back(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    runners.append(Runner(server, tmp_path, slow=60))
    server.wait_for(lambda: any(p["stage"] == "waiting" for p in job.progress))
    runners[0].process.terminate()
    code, said = runners[0].end(15)
    assert code == 0, said
    assert job.error == {"class": "INFRA", "message": "runner stopped"}
    assert job.state == "QUEUED"


def test_user_error_reaches_the_server_in_words(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package, codes=(1,))
    runners.append(Runner(server, tmp_path, "--once"))
    assert runners[0].end()[0] == 1
    assert job.error is not None
    assert job.error["class"] == "USER"
    assert "two different kinds" in job.error["message"]


def test_missing_and_damaged_objects_are_data_errors(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    picture = next((tmp_path / "job" / "images").iterdir()).name
    server.objects[picture] = b"something else"
    runners.append(Runner(server, tmp_path, "--once"))
    assert runners[0].end()[0] == 1
    assert job.error is not None
    assert job.error["class"] == "DATA"
    assert picture[:12] in job.error["message"]


def test_paths_out_of_the_folder_are_refused(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    job = queued(server, tmp_path, base_package)
    evil = server.add_object(b"evil")
    job.inputs.append({"path": "../../evil", "sha256": evil, "bytes": 4})
    runners.append(Runner(server, tmp_path, "--once"))
    assert runners[0].end()[0] == 1
    assert job.error is not None
    assert job.error["class"] == "DATA"
    assert not list(tmp_path.rglob("evil"))


def test_wrong_token_ends_the_runner_with_words(server: FakeServer, tmp_path: Path, runners: list[Runner]) -> None:
    runners.append(Runner(server, tmp_path, token="wrong"))
    code, said = runners[0].end(20)
    assert code == 2
    assert "token" in said


def test_second_job_takes_everything_from_the_cache(
    server: FakeServer, tmp_path: Path, base_package: Path, runners: list[Runner]
) -> None:
    first = queued(server, tmp_path, base_package)
    runners.append(Runner(server, tmp_path, "--once"))
    assert runners[0].end()[0] == 0
    fetched = len(server.statuses("GET", "objects"))
    second = server.queue(write_job(tmp_path / "again", base_package, Options(name="v2")))
    runners.append(Runner(server, tmp_path, "--once"))
    assert runners[1].end()[0] == 0
    assert first.result is not None
    assert second.result is not None
    assert first.result["metrics"]["cache"] == {"hits": 0, "misses": 12}
    assert second.result["metrics"]["cache"] == {"hits": 12, "misses": 0}
    assert len(server.statuses("GET", "objects")) == fetched


def test_cache_keeps_what_was_used_last(tmp_path: Path) -> None:
    for age, name in ((300, "old"), (200, "middle"), (100, "new")):
        path = tmp_path / name
        path.write_bytes(b"x" * 100)
        os.utime(path, (time.time() - age, time.time() - age))
    assert prune_cache(tmp_path, 250) == 100
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "new"]


def test_leftovers_of_dead_runners_are_removed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f"job-{dead.pid}-a").mkdir()
    (tmp_path / f"job-{os.getpid()}-b").mkdir()
    remove_leftovers(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"job-{os.getpid()}-b"]
