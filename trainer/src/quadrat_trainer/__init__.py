"""Quadrat's trainer: a function of a folder (job.json in, result.json and a package out), and a runner of jobs."""

__version__ = "0.1.0"
