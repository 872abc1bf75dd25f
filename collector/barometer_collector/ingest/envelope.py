"""The batch as it arrived: its envelope typed, its items read one by one where one of them is wrong."""

from dataclasses import dataclass, field
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from barometer_shared.questions import Answer
from barometer_shared.samples import MAX_ANCESTORS, AgentFacts, Batch, Gap, Hex32, Milliseconds, Name, Sample, Text

MAX_BATCH_GAPS = 200


class UnreadableError(Exception):
    """The whole batch cannot be read: with the HTTP status, the field and the rule that was broken."""

    def __init__(self, status: int, field: str, rule: str) -> None:
        super().__init__(f"{field}: {rule}")
        self.status, self.field, self.rule = status, field, rule


@dataclass(frozen=True, slots=True)
class Fault:
    """One item that could not be taken in: ``item`` is "samples.3"."""

    item: str
    field: str
    rule: str
    raw: str


@dataclass(slots=True)
class Reading:
    """A batch whose envelope is good. The lists of ``batch`` hold its well-formed items; ``sample_numbers`` and the
    like say at which place of the body each of them stood."""

    batch: Batch
    sample_numbers: range | list[int]
    answer_numbers: range | list[int]
    gap_numbers: range | list[int]
    body: bytes
    faults: list[Fault] = field(default_factory=list)
    raws: dict[str, str] = field(default_factory=dict)  # of every item, where reading them apart was needed anyway


class RawBatch(Struct, frozen=True):
    """``Batch`` with its items left as they came."""

    id: Hex32
    month: Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    sealed_at: Milliseconds
    utc_offset_minutes: Annotated[int, Meta(ge=-900, le=900)]
    boot_id: Text
    agent: AgentFacts
    skew_ms: int | None = None
    samples: list[Raw] = []
    answers: list[Raw] = []
    gaps: list[Raw] | None = None
    parent: Hex32 | None = None
    dropped: dict[Name, Annotated[int, Meta(ge=1)]] = {}
    ancestors: Annotated[list[Hex32], Meta(max_length=MAX_ANCESTORS)] = []

    def typed(self, samples: list[Sample], answers: list[Answer], gaps: list[Gap] | None) -> Batch:
        """The same batch with these items."""
        rest = {name: getattr(self, name) for name in _OTHERS}
        return Batch(**rest, samples=samples, answers=answers, gaps=gaps)


_ITEMS = ("samples", "answers", "gaps")
_OTHERS = tuple(name for name in RawBatch.__struct_fields__ if name not in _ITEMS)


def split_message(error: msgspec.ValidationError) -> tuple[str, str]:
    """Field and rule of a message of msgspec's like "Expected `int`, got `str` - at `$.samples[0].value`"."""
    rule, _, where = str(error).partition(" - at `")
    name = where.rstrip("`").removeprefix("$").removeprefix(".").replace("[...]", "").replace("[", ".").replace("]", "")
    missing = rule.partition("missing required field `")[2].rstrip("`")
    return ".".join(filter(None, (name, missing))), rule
