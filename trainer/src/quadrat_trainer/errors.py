"""Failures that people or the server must tell apart (lib/contracts/runner.ts, ErrorClass)."""

from __future__ import annotations

from typing import Literal

ErrorClassName = Literal["USER", "BUG", "DATA", "INFRA", "LOST", "OOM", "CANCELLED"]


class TrainerError(Exception):
    """A failure with a class: USER and BUG don't retry, DATA retries once, INFRA and LOST with backoff.

    `message` is for people: what happened and what to do. `detail` is for whoever looks into it.
    """

    def __init__(self, error_class: ErrorClassName, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.error_class: ErrorClassName = error_class
        self.message = message
        self.detail = detail


def user_error(message: str) -> TrainerError:
    """The data or the request cannot give what is asked; a person must change something."""
    return TrainerError("USER", message)


def data_error(message: str, detail: str = "") -> TrainerError:
    """A file is damaged or is not what its name or hash says."""
    return TrainerError("DATA", message, detail)
