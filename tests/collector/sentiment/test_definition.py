"""What campaigns share."""

import msgspec

from barometer_collector.sentiment.definition import ABOUT, IT, Audience, Definition
from barometer_shared.questions import Faces


def test_it_asks_unless_somebody_else_is_named() -> None:
    assert Definition("pulse", Faces({}), {}).asker == IT


def test_the_ids_of_topics_are_those_of_every_release() -> None:
    assert [option.id for option in ABOUT] == ["network", "laptop", "application", "help", "other"]


def test_an_audience_that_says_nothing_is_everybody() -> None:
    everybody = msgspec.json.decode("{}", type=Audience)
    assert (everybody.percent, everybody.from_day, everybody.until_day) == (100, 0, None)
    assert msgspec.json.encode(everybody) == b"{}"
