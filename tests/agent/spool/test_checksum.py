"""The sums of the rows."""

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.spool.checksum import checksum, intact


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_flipped_bit_is_noticed(body: bytes, data: st.DataObject) -> None:
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    flipped = bytearray(body)
    flipped[bit // 8] ^= 1 << bit % 8
    assert intact(checksum("sample", 5, body), "sample", 5, body)
    assert not intact(checksum("sample", 5, body), "sample", 5, bytes(flipped))


def test_a_row_belongs_to_one_table() -> None:
    assert checksum("cursor", "crashes", "9") != checksum("memory", "crashes", "9")


def test_rows_of_before_there_were_sums_are_believed() -> None:
    assert intact(None, "memory", "name", "value")
