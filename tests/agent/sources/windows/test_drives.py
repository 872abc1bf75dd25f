import struct

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import drives


def log_page(warnings: int = 0, used: int = 7, length: int = 512) -> bytes:
    """STORAGE_PROTOCOL_DATA_DESCRIPTOR with the health log behind it."""
    page = bytes([warnings, 0x30, 0x01, 100, 10, used]) + bytes(506)
    return struct.pack("<II10I", 48, 560, 3, 2, 2, 0, 40, length, 0, 0, 0, 0) + page[:length]


def test_an_nvme_drive_tells_its_wear() -> None:
    assert drives.health(log_page(used=104)) == (False, 1040)


@pytest.mark.parametrize(("warnings", "failing"), [(0x01, True), (0x04, True), (0x08, True), (0x02, False)])
def test_a_warning_other_than_heat_is_failing(warnings: int, failing: bool) -> None:
    found = drives.health(log_page(warnings))
    assert found is not None
    assert found[0] is failing


@pytest.mark.parametrize(
    "answer", [b"", log_page()[:100], log_page(length=128), log_page()[:48] + bytes(512)], ids=["", "cut", "short", "0"]
)
def test_an_answer_without_a_log_tells_nothing(answer: bytes) -> None:
    assert drives.health(answer) is None


def test_the_question_asks_for_the_health_log_behind_itself() -> None:
    question = drives.health_question()
    assert struct.unpack_from("<II", question) == (50, 0)
    assert struct.unpack_from("<6I", question, 8) == (3, 2, 2, 0, 40, 512)
    assert len(question) == 48


@pytest.mark.parametrize(("answer", "failing"), [(struct.pack("<I", 1), True), (bytes(516), False), (b"\x01", None)])
def test_the_verdict_of_a_sata_drive(answer: bytes, failing: bool | None) -> None:
    assert drives.verdict(answer) is failing


def test_without_a_drive_that_tells_the_right_is_named() -> None:
    with pytest.raises(NoData, match="administrator"):
        drives.read()
