"""Types that several payloads share, and decoding that names what is wrong."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from quadrat_trainer.errors import data_error

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Uuid = Annotated[
    str,
    Meta(
        pattern=r"^(?i:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|(0{8}-(0{4}-){3}0{12})|(f{8}-(f{4}-){3}f{12}))\Z"
    ),
]
Base64 = Annotated[str, Meta(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z")]
Instant = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)\Z")]
PackagePath = Annotated[str, Meta(pattern=r"^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9_./-]*\Z")]
Text = Annotated[str, Meta(min_length=1)]
Positive = Annotated[int, Meta(gt=0)]
NonNegative = Annotated[int, Meta(ge=0)]
PositiveFloat = Annotated[float, Meta(gt=0)]
Code = Annotated[int, Meta(ge=0, le=255)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Model(Struct, frozen=True, kw_only=True, rename="camel"):
    """Base of all payloads: immutable, camelCase on the wire, unknown fields ignored as zod does."""


T = TypeVar("T")


def decode(kind: type[T], data: bytes | str, what: str) -> T:
    """Parse and validate JSON. Raises a DATA error that names `what` and the field."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError as error:
        raise data_error(f"{what} does not fit the contract: {error}") from error


def convert(kind: type[T], value: object, what: str) -> T:
    """Validate an already parsed JSON value. Raises a DATA error that names `what` and the field."""
    try:
        return msgspec.convert(value, type=kind)
    except msgspec.ValidationError as error:
        raise data_error(f"{what} does not fit the contract: {error}") from error
