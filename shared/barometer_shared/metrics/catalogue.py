"""What a row of the catalogue says.

A value is always a whole number in the metric's unit, so that adding up is exact in every engine.
``code`` is how a metric is stored and ``edges`` is how its values are counted: both are fixed for ever
once released. Twelve edges make twelve buckets: bucket ``i`` holds ``edges[i] <= value < edges[i + 1]``,
the last one everything from its edge up, and values below the first edge count in the first bucket.
"""

from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple

import msgspec

BUCKETS = 12


class Kind(StrEnum):
    """How a metric's samples are used."""

    GAUGE = "gauge"  # many samples a day, scored through their bucket counts
    SUM = "sum"  # only the total counts (connects attempted, seconds in use)
    EVENT = "event"  # something that happened; kept as a row of its own


class Better(StrEnum):
    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class DataClass(StrEnum):
    """What a metric can tell about a person; the data dictionary is made from this."""

    DEVICE = "device"  # about the machine alone
    SOFTWARE = "software"  # names applications on the machine
    USAGE = "usage"  # tells when or how much somebody works: leaves the laptop only as a daily sum


class Subject(StrEnum):
    """What a sample's ``subject`` names, besides the device itself."""

    NONE = ""
    TARGET = "target"
    APPLICATION = "application"
    PHASE = "phase"
    RESOURCE = "resource"
    VOLUME = "volume"
    DRIVE = "drive"
    BASIS = "basis"
    METRIC = "metric"  # another row: of what records are missing


class Meaning(NamedTuple):
    """A title and one explaining sentence, in a person's language."""

    title: str
    sentence: str


class Metric(msgspec.Struct, frozen=True):
    """One row of the catalogue.

    ``minimum`` and ``maximum`` are the believable range in ``unit``; a value outside it is quarantined.
    """

    code: int
    name: str
    unit: str
    kind: Kind
    better: Better
    subject: Subject
    data_class: DataClass
    edges: tuple[int, ...]
    minimum: int
    maximum: int
    nl: Meaning
    en: Meaning

    def meaning(self, language: str) -> Meaning:
        """The title and meaning in ``language``; English where that language is not known."""
        return self.nl if language == "nl" else self.en

    def bucket(self, value: int) -> int:
        """The bucket, 0 to 11, in which ``value`` is counted."""
        return max(0, bisect_right(self.edges, value) - 1)


COUNTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50)
DAY_MS = 86_400_000


def thousandths(*values: float) -> tuple[int, ...]:
    """Edges written in seconds for a metric in ms, or in milliseconds for a metric in us."""
    return tuple(round(value * 1000) for value in values)
