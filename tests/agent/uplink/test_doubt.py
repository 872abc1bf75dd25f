"""Is a small batch too large?"""

from barometer_agent.spool import SealedBatch
from barometer_agent.uplink.doubt import SMALL_BYTES, TIMES, Doubt


def batch(name: str, size: int) -> SealedBatch:
    return SealedBatch(name, b"x" * size, 1, 0)


def test_a_large_batch_is_believed_to_be_too_large() -> None:
    assert not Doubt().holds(batch("a", SMALL_BYTES + 1))


def test_a_small_one_is_tried_again_before_it_is_believed() -> None:
    doubt = Doubt()
    assert [doubt.holds(batch("a", SMALL_BYTES)) for _ in range(TIMES)] == [True] * (TIMES - 1) + [False]


def test_each_batch_is_doubted_anew() -> None:
    doubt = Doubt()
    for name in ("a", "b", "a", "b"):
        assert doubt.holds(batch(name, 10))
