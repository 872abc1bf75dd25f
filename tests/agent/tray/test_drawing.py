"""Faces and ticks."""

import pytest

from barometer_agent.tray.drawing import Picture, box, face, hexadecimal, portable

SKIN, INK, GROUND = (200, 220, 140), (50, 40, 40), (255, 255, 255)


def mouth_height(picture: Picture, column: int) -> float:
    """The middle of the ink in the lower half of a column."""
    size = len(picture)
    inked = [row for row in range(size // 2, size) if sum(picture[row][column]) < 300]
    return sum(inked) / len(inked)


@pytest.mark.parametrize("score", range(1, 6))
def test_a_face_is_round_and_symmetric(score: int) -> None:
    picture = face(40, score, SKIN, INK, GROUND)
    assert picture[0][0] == GROUND
    assert picture[20][3] == SKIN
    assert all(row == row[::-1] for row in picture)


def test_a_rim_lies_around_the_face_and_takes_none_of_its_size() -> None:
    plain, rimmed = face(40, 4, SKIN, INK, GROUND), face(40, 4, SKIN, INK, GROUND, rim=(0, 0, 0))
    assert sum(rimmed[20][1]) < 0.6 * sum(plain[20][1])
    assert rimmed[20][20] == plain[20][20]
    assert [pixel == GROUND for pixel in rimmed[2]] == [pixel == GROUND for pixel in plain[2]]


def test_the_corners_of_the_mouth_rise_with_the_score() -> None:
    lifts = []
    for score in range(1, 6):
        picture = face(80, score, SKIN, INK, GROUND)
        lifts.append(mouth_height(picture, 40) - mouth_height(picture, 26))
    assert lifts == sorted(lifts)
    assert lifts[0] < -2 < 2 < lifts[-1]
    assert abs(lifts[2]) < 1


def test_a_tick_is_seen_only_when_ticked() -> None:
    empty = box(18, INK, GROUND, GROUND, None)
    ticked = box(18, SKIN, SKIN, GROUND, INK)
    assert empty[9][9] == GROUND
    assert any(INK in row for row in ticked)
    assert not any(INK in row for row in empty[4:14] for row in [row[4:14]])


def test_pictures_are_files_row_by_row() -> None:
    assert hexadecimal((255, 0, 10)) == "#ff000a"
    assert portable([[(0, 0, 0), (255, 255, 255)], [(1, 2, 3), (4, 5, 6)]]) == (
        b"P6 2 2 255\n\0\0\0\xff\xff\xff\x01\x02\x03\x04\x05\x06"
    )
