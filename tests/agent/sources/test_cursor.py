"""A cursor as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.cursor import kept, restored


@dataclass(frozen=True)
class Seen:
    boot: str
    at_us: int
    incidents: Mapping[str, int]


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    cursor: str = ""
    since_us: int = 0


NUMBERS = st.integers(-(2**62), 2**62)


@given(st.builds(Seen, st.text(), NUMBERS, st.dictionaries(st.text(), NUMBERS)))
def test_a_position_comes_back_as_it_was(seen: Seen) -> None:
    assert restored(kept(seen), Seen) == seen
    told = Told(seen.boot, seen.at_us)
    assert restored(kept(told), Told) == told


@given(st.text())
def test_whatever_a_damaged_cursor_holds_is_no_position(text: str) -> None:
    assert restored(text, Seen) is None


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"boot":"A","at_us":"1","incidents":{}}', '"\ud800"'])
def test_without_a_cursor_or_with_another_kind_of_one_there_is_no_position(text: str | None) -> None:
    assert restored(text, Seen) is None
