"""What tells an intact row from one that a failing disk has changed.

SQLite checks its trees and not their contents. Each row carries the sum of its columns and of its table's name, so
that a row that is found in a damaged file also says which table it belongs to.
"""

from zlib import crc32


def checksum(table: str, *values: object) -> int:
    """CRC-32 over the table's name and the values, which are bytes, text, numbers or None."""
    parts = [value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass") for value in values]
    return crc32(b"\0".join([table.encode(), *parts]))


def intact(kept: int | None, table: str, *values: object) -> bool:
    """Whether the values are those that were written; rows of before there were sums are believed."""
    return kept is None or kept == checksum(table, *values)
