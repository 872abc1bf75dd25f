"""COM objects that are laid out here as Windows lays them out."""

import ctypes

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import com
from tests.agent.sources.windows.fake_com import Played


def test_a_function_is_found_at_its_place_and_gets_the_object_itself() -> None:
    asked: list[int | None] = []

    def fourth(this: int | None, _pointer: int | None) -> int:
        asked.append(this)
        return 7

    played = Played({3: fourth})
    assert com.method(played.pointer, 3, ctypes.c_int32, ctypes.c_void_p)(played.pointer, None) == 7
    assert asked == [played.pointer.value]


def test_an_object_is_let_go_of_once_and_none_is_none() -> None:
    played = Played({})
    com.release(played.pointer)
    com.release(ctypes.c_void_p())
    assert played.released == 1


def test_elsewhere_there_is_no_com() -> None:
    with pytest.raises(NoData), com.begun():
        pytest.fail("it began")
