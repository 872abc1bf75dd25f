"""One number for any number of batch ids, whatever their order: two lists that differ have another one."""

from collections.abc import Iterable

_DIGITS = 15  # of 32, hexadecimal: 60 bits, which every reader of JSON keeps whole
_MODULUS = 1 << (4 * _DIGITS)


def checksum(batch_ids: Iterable[str]) -> int:
    """The sum of the first 15 hexadecimal digits of each id, modulo 2^60.

    Ids are random: that another set of as many has the same sum is as likely as one in 2^60.
    """
    return sum(int(each[:_DIGITS], 16) for each in batch_ids) % _MODULUS
