import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import property_list

HEAD = '<plist version="1.0">'


def test_a_list_is_read_from_text_and_from_bytes() -> None:
    text = f"{HEAD}<dict><key>Größe</key><integer>3</integer></dict></plist>"
    assert property_list.parse(text, "ioreg") == property_list.parse(text.encode(), "ioreg") == {"Größe": 3}


@pytest.mark.parametrize("text", ["", "No battery", f"{HEAD}<dict><key>a</key>", f"{HEAD}<integer>x</integer></plist>"])
def test_what_is_no_list_names_its_source(text: str) -> None:
    with pytest.raises(NoData, match="diskutil gave no property list"):
        property_list.parse(text, "diskutil")


@given(st.binary(max_size=200))
def test_no_bytes_break_reading(content: bytes) -> None:
    for start in (b"", b"bplist00", HEAD.encode()):
        try:
            property_list.parse(start + content, "ioreg")
        except NoData as nothing:
            assert nothing.reason.en == "ioreg gave no property list"  # noqa: PT017 - it may also be readable


def test_only_dictionaries_are_taken_from_a_list() -> None:
    assert property_list.dictionaries([{"a": 1}, "b", None]) == [{"a": 1}]
    assert property_list.dictionaries({"a": 1}) == [{"a": 1}]
    assert property_list.dictionaries("a") == []


def test_true_is_no_number() -> None:
    assert [property_list.number(value) for value in (3, -1, True, "3", 3.5, None)] == [3, -1, None, None, None, None]
