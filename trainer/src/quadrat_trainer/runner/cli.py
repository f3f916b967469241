"""Command line: `quadrat-runner --server URL --token T` pulls jobs from a Quadrat server and runs them here."""

from __future__ import annotations

import argparse
import logging
import os
import platform
import signal
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType

from quadrat_trainer.config import CONFIG
from quadrat_trainer.contract.job import RunnerKind
from quadrat_trainer.runner.attempt import RunnerContext
from quadrat_trainer.runner.client import Server
from quadrat_trainer.runner.loop import Loop

KINDS: tuple[RunnerKind, ...] = ("EMBED", "TRAIN_HEAD", "FINETUNE", "EVALUATE", "INFER", "LABEL_ISSUES")
GIBIBYTE = 1 << 30


def _default_cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "quadrat-runner"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quadrat-runner", description=__doc__)
    parser.add_argument("--server", required=True, metavar="URL", help="address of the Quadrat server")
    parser.add_argument(
        "--token",
        default=os.environ.get("QUADRAT_RUNNER_TOKEN"),
        help="machine token with the scope `runner` (default: QUADRAT_RUNNER_TOKEN, which `ps` does not show)",
    )
    parser.add_argument("--work", type=Path, metavar="DIR", help="where jobs are run (default: the temporary folder)")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="pictures and features by hash, kept between jobs")
    parser.add_argument("--cache-gb", type=float, default=20.0, metavar="N", help="largest size of the cache (20)")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), help="kinds of jobs to take (all)")
    parser.add_argument("--once", action="store_true", help="take one job if there is one, then end")
    parser.add_argument("--name", default=platform.node() or "runner", help="how the server's pages call this runner")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Entry point of `quadrat-runner`."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if not options.token:
        parser.error("a token is needed: --token or QUADRAT_RUNNER_TOKEN")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    stopping = threading.Event()

    def stop(number: int, _frame: FrameType | None) -> None:
        logging.getLogger("quadrat-runner").info("%s: giving back what runs", signal.Signals(number).name)
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    cache = (options.cache or _default_cache()).resolve()
    work = (options.work or Path(tempfile.gettempdir()) / "quadrat-runner").resolve()
    server = Server(options.server, options.token, CONFIG.runner)
    context = RunnerContext(server, cache, CONFIG.runner, stopping)
    try:
        return Loop(context, options.name[:100], options.kinds, work, int(options.cache_gb * GIBIBYTE)).run(
            options.once
        )
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(main())
