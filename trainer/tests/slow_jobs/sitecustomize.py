"""Every job waits first, so that a test can cancel or kill it at work.

Python imports this by its name where the folder is on PYTHONPATH: the tests put it there for the runners
that they start, whose child processes inherit it. SLOW_JOB_SECONDS says how long.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

if "quadrat_trainer.cli" in sys.orig_argv:
    # as cli.py sets it, before numpy is imported
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from quadrat_trainer import jobs

    Work = Callable[[jobs.JobContext], Any]

    def _slowly(work: Work) -> Work:
        def wait(context: jobs.JobContext) -> Any:
            seconds = float(os.environ["SLOW_JOB_SECONDS"])
            start = time.monotonic()
            while (passed := time.monotonic() - start) < seconds:
                context.report.progress(0.02 * passed / seconds, "waiting", "a test makes the job wait")
                time.sleep(0.05)
            return work(context)

        return wait

    jobs.KINDS.update({kind: _slowly(work) for kind, work in jobs.KINDS.items()})
