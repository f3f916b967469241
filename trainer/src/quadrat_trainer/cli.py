"""Command line: `quadrat-trainer base --out DIR`, `quadrat-trainer run FOLDER`, `quadrat-trainer check PACKAGE`."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path


def _leave_with_parent() -> None:
    """End this process when the runner that holds the other end of stdin is gone, however it ended."""

    def wait() -> None:
        # os.read, not sys.stdin: its lock, held by this thread, would make the interpreter's normal end fatal
        while os.read(0, 1024):
            pass
        os._exit(75)

    threading.Thread(target=wait, daemon=True, name="leave-with-parent").start()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quadrat-trainer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    base = commands.add_parser("base", help="write the base package (ImageNet backbone, no outputs)")
    base.add_argument("--out", type=Path, required=True, metavar="DIR")
    run = commands.add_parser("run", help="run the job of a folder: job.json in, result.json and package/ out")
    run.add_argument("folder", type=Path)
    run.add_argument("--cache", type=Path, metavar="DIR", help="where features are kept (default: FOLDER/cache)")
    run.add_argument("--leave-with-parent", action="store_true", help="end when stdin closes (the runner sets this)")
    check = commands.add_parser("check", help="verify a package: hashes, then check chips on this machine")
    check.add_argument("package", type=Path)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Entry point of `quadrat-trainer`; 0 is success, 1 a failure that was reported, 2 a wrong command line."""
    options = _parser().parse_args(arguments)
    # numpy's threads fight with ours for the same cores: L-BFGS on 10,000 cells took 12 s instead of half a second.
    # This must be set before numpy is imported, so the imports stand below.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from quadrat_trainer.driver import open_package, run_check_chips  # noqa: PLC0415 - see above
    from quadrat_trainer.errors import TrainerError  # noqa: PLC0415 - see above
    from quadrat_trainer.jobs import run_and_record  # noqa: PLC0415 - see above
    from quadrat_trainer.report import Report  # noqa: PLC0415 - see above

    try:
        if options.command == "base":
            from quadrat_trainer.base import write_base  # noqa: PLC0415 - imports torch

            print(write_base(options.out.resolve()))
            return 0
        if options.command == "check":
            package = open_package(options.package.resolve())
            print(f"{package.sha256} {package.manifest.name}: difference {run_check_chips(package):.2g}")
            return 0
    except TrainerError as error:
        print(f"quadrat-trainer: {error.message}", file=sys.stderr)
        return 1
    if options.leave_with_parent:
        _leave_with_parent()
    folder = options.folder.resolve()
    cache = options.cache.resolve() if options.cache else folder / "cache"
    return 1 if run_and_record(folder, cache, Report()) else 0


if __name__ == "__main__":
    sys.exit(main())
