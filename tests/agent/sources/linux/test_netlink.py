import sys

from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.linux import netlink

Attributes = st.dictionaries(st.integers(1, 300), st.binary(max_size=40), max_size=6)


@given(Attributes)
def test_what_was_packed_is_read_again(found: dict[int, bytes]) -> None:
    packed = b"".join(netlink.attribute(kind, value) for kind, value in found.items())
    assert len(packed) % 4 == 0
    assert netlink.attributes(packed) == found


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(noise: bytes) -> None:
    netlink.attributes(noise)
    list(netlink.replies(noise))


@given(Attributes, st.integers(1, 255))
def test_a_message_carries_its_family_and_payload(found: dict[int, bytes], command: int) -> None:
    payload = b"".join(netlink.attribute(kind, value) for kind, value in found.items())
    [(family, carried)] = netlink.replies(netlink.message(0x1C, command, payload, dump=True))
    assert (family, netlink.attributes(carried)) == (0x1C, found)


def test_the_real_kernel_lists_its_families() -> None:
    families = netlink.ask("nlctrl", 3, b"")  # CTRL_CMD_GETFAMILY
    numbers = {found[2]: int.from_bytes(found[1], sys.byteorder) for found in families}
    assert numbers[b"nlctrl\0"] == 0x10


def test_a_family_that_the_kernel_does_not_have_answers_nothing() -> None:
    assert netlink.ask("not-there", 1, b"") == []
