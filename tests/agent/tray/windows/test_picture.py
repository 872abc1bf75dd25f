"""The icon as a file of Windows."""

import struct
from io import BytesIO

from barometer_agent.tray.icon import pixmaps
from barometer_agent.tray.windows.picture import SIZES, Picture, ico


def test_a_file_names_each_size_and_where_it_lies() -> None:
    file = BytesIO()
    Picture().save(file)
    made = file.getvalue()
    assert struct.unpack_from("<HHH", made) == (0, 1, len(SIZES))
    ends = 6 + 16 * len(SIZES)
    for place, size in enumerate(SIZES):
        width, height, *_, bits, length, at = struct.unpack_from("<BBBBHHII", made, 6 + 16 * place)
        assert (width, height, bits, at) == (size, size, 32, ends)
        assert struct.unpack_from("<Iii", made, at) == (40, size, 2 * size)
        ends += length
    assert ends == len(made)


def test_rows_go_upwards_and_colours_backwards() -> None:
    top, bottom = bytes((255, 1, 2, 3)), bytes((128, 4, 5, 6))
    made = ico([(1, 2, top + bottom)])
    assert made[6 + 16 + 40 :] == bytes((6, 5, 4, 128, 3, 2, 1, 255)) + bytes(4 * 2)


def test_what_shines_through_has_an_alpha_of_its_own() -> None:
    (_width, _height, argb), *_ = pixmaps((16,))
    made = ico([(16, 16, argb)])
    alphas = set(made[6 + 16 + 40 + 3 : -4 * 16 : 4])
    assert {0, 255} < alphas
