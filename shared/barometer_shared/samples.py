"""What an agent measured, and the batch in which it travels."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from barometer_shared.questions import Answer

Name = Annotated[str, Meta(min_length=1, max_length=64)]
Text = Annotated[str, Meta(max_length=120)]
Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
Milliseconds = Annotated[int, Meta(ge=0, le=9_999_999_999_999)]
MAX_REASON = 300  # characters
MAX_ANCESTORS = 16  # a batch is small enough to be halved twelve times
LanguageCode = Annotated[str, Meta(max_length=16, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
Reasons = Annotated[dict[LanguageCode, Annotated[str, Meta(max_length=MAX_REASON)]], Meta(min_length=1, max_length=8)]


class Sample(Struct, frozen=True, omit_defaults=True, gc=False):
    """One measured value.

    ``value`` is in the unit of the metric's catalogue row and ``at`` in milliseconds since 1970 UTC by the
    device's clock. ``failed`` says that something was tried and gave no answer: it counts with the worst
    points, and ``value`` is then 0 and means nothing.
    """

    metric: Name
    value: int
    at: Milliseconds
    subject: Text = ""
    labels: dict[Name, Text] = {}
    failed: bool = False


class GapKind(StrEnum):
    """Why a device has nothing for a metric."""

    NOT_APPLICABLE = "not_applicable"  # does not apply to this device: leaves the weights
    NO_DATA = "no_data"  # applies, and there is nothing at the moment: lowers coverage


class Gap(Struct, frozen=True):
    """A metric this device gives nothing for, and why: ``{language: text}`` for whoever reads it, with nl and en."""

    metric: Name
    kind: GapKind
    reason: Reasons


class AgentFacts(Struct, frozen=True):
    """Who speaks: the agent's version, its system, and which question types it can show."""

    version: Text
    platform: Text  # linux, windows or macos
    os: Text  # as a person would say it: "Debian GNU/Linux 12"
    question_types: list[Name] = []


class Batch(Struct, frozen=True, omit_defaults=True):
    """What an agent sends at once. Sealed in its spool: a retry is the same bytes.

    ``month`` is the month of creation (``2026-11``) and part of the key in the ledger. ``skew_ms`` is the
    device's clock minus the server's, as measured at the last contact before sealing; None before the first.
    ``gaps`` replaces what the collector knows of this device's gaps; None leaves it. ``parent`` is the batch
    that was halved into this one and ``ancestors`` those that were halved before it, the oldest first: any of them
    may have arrived after all. ``dropped`` counts samples per metric that will never arrive: the spool had no room for
    them, the disk did not take them, or they grew too old; where ``parent`` is given and there are no items, the
    collector refused that batch or it grew too old.
    """

    id: Hex32
    month: Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    sealed_at: Milliseconds
    utc_offset_minutes: Annotated[int, Meta(ge=-900, le=900)]
    boot_id: Text
    agent: AgentFacts
    skew_ms: int | None = None
    samples: list[Sample] = []
    answers: list[Answer] = []
    gaps: list[Gap] | None = None
    parent: Hex32 | None = None
    dropped: dict[Name, Annotated[int, Meta(ge=1)]] = {}
    ancestors: Annotated[list[Hex32], Meta(max_length=MAX_ANCESTORS)] = []
