"""Verifies the proofs of RFC 9497 (2.2.2, mode VOPRF, P384-SHA384) in plain Python: slow, and of nobody's library.

Only tests use it, and only on what is public.
"""

import hashlib
from collections.abc import Sequence

P = 2**384 - 2**128 - 2**96 + 2**32 - 1
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
_B = 0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF
_GENERATOR = bytes.fromhex(
    "03aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"
)
_CONTEXT = b"OPRFV1-\x01-P384-SHA384"
_SCALAR_BYTES, _WIDE_BYTES, _BLOCK_BYTES = 48, 72, 128

Point = tuple[int, int] | None  # None is the identity


def is_valid(key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes], proof: bytes) -> bool:
    """Whether ``proof`` shows that all ``blinded`` were evaluated with the private key of ``key``."""
    c, s = (int.from_bytes(proof[at : at + _SCALAR_BYTES], "big") for at in (0, _SCALAR_BYTES))
    m, z = _composites(key, blinded, evaluated)
    t2 = _add(_multiply(s, _point(_GENERATOR)), _multiply(c, _point(key)))
    t3 = _add(_multiply(s, m), _multiply(c, z))
    parts = (key, *(_text(each) for each in (m, z, t2, t3)))
    return _scalar(b"".join(map(_counted, parts)) + b"Challenge") == c


def _composites(key: bytes, blinded: Sequence[bytes], evaluated: Sequence[bytes]) -> tuple[Point, Point]:
    seed = hashlib.sha384(_counted(key) + _counted(b"Seed-" + _CONTEXT)).digest()
    m: Point = None
    z: Point = None
    for number, (one, other) in enumerate(zip(blinded, evaluated, strict=True)):
        weighed = _counted(seed) + number.to_bytes(2, "big") + _counted(one) + _counted(other) + b"Composite"
        weight = _scalar(weighed)
        m, z = _add(m, _multiply(weight, _point(one))), _add(z, _multiply(weight, _point(other)))
    return m, z


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


def _scalar(data: bytes) -> int:
    """RFC 9380, 5.2 and 5.3.1, with SHA-384."""
    tag = b"HashToScalar-" + _CONTEXT
    tag += len(tag).to_bytes(1, "big")
    first = hashlib.sha384(bytes(_BLOCK_BYTES) + data + _WIDE_BYTES.to_bytes(2, "big") + b"\x00" + tag).digest()
    blocks = [hashlib.sha384(first + b"\x01" + tag).digest()]
    mixed = bytes(one ^ other for one, other in zip(first, blocks[0], strict=True))
    blocks.append(hashlib.sha384(mixed + b"\x02" + tag).digest())
    return int.from_bytes(b"".join(blocks)[:_WIDE_BYTES], "big") % ORDER


def _point(text: bytes) -> Point:
    x = int.from_bytes(text[1:], "big")
    y = pow((x**3 - 3 * x + _B) % P, (P + 1) // 4, P)
    return x, y if y % 2 == text[0] % 2 else P - y


def _text(point: Point) -> bytes:
    assert point is not None
    return bytes([2 + point[1] % 2]) + point[0].to_bytes(_SCALAR_BYTES, "big")


def _add(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return other if one is None else one
    if one[0] == other[0] and (one[1] + other[1]) % P == 0:
        return None
    if one == other:
        slope = (3 * one[0] ** 2 - 3) * pow(2 * one[1], -1, P)
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, P)
    x = (slope**2 - one[0] - other[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def _multiply(scalar: int, point: Point) -> Point:
    found: Point = None
    while scalar:
        if scalar & 1:
            found = _add(found, point)
        point = _add(point, point)
        scalar >>= 1
    return found
