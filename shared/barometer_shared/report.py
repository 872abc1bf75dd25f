"""What a laptop's own people are told about it: its score, what costs points, what helps, and what IT did."""

from typing import Annotated

from msgspec import Meta, Struct

from barometer_shared.questions import Identifier, Localised, Time

DEVICE_REPORT_PATH = "/api/v1/device/report"
MAX_NEWS = 50


class Part(Struct, frozen=True):
    """One component of the score. ``score`` is 0 to 100, None without data; ``cost`` the points it took from the whole.

    ``finding`` says what was measured, or why there is no data; ``tip`` what the person can do, {} for nothing.
    """

    component: Identifier
    name: Localised
    score: Annotated[float, Meta(ge=0, le=100)] | None
    cost: Annotated[float, Meta(ge=0, le=100)]
    finding: Localised
    tip: Localised = {}


class News(Struct, frozen=True):
    """What IT did. ``about`` is what people had said, {} where it was not said because of answers."""

    id: Identifier
    at: Time
    title: Localised
    text: Localised
    about: Localised = {}


class DeviceReport(Struct, frozen=True):
    """The score of one laptop over ``first_day`` to ``last_day`` (days since 1970), with what it is made of.

    ``score`` is 0 to 100 and None where too little was measured (``coverage``, 0 to 1, is the share of the weights that
    had data); then ``missing`` says so. ``parts`` come with the costliest first. ``news`` comes with the newest first.
    """

    score: Annotated[float, Meta(ge=0, le=100)] | None
    band: Annotated[str, Meta(max_length=16)]  # "good", "average", "poor"; empty without a score
    coverage: Annotated[float, Meta(ge=0, le=1)]
    first_day: int
    last_day: int
    parts: list[Part] = []
    missing: Localised = {}
    news: Annotated[list[News], Meta(max_length=MAX_NEWS)] = []
