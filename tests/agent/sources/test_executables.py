import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.executables import UNKNOWN, own_name, printable


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("C:\\Program Files\\a.exe", "a.exe"),
        ("a.exe", "a.exe"),
        ("C:/x/b.exe", "b.exe"),
        ("/usr/bin/gedit", "gedit"),
        (" Lohnbuchhaltung Müller.exe ", "Lohnbuchhaltung Müller.exe"),
        ("", UNKNOWN),
        ("C:\\Users\\jan\\", UNKNOWN),
        ("/home/jan/", UNKNOWN),
        ("..", UNKNOWN),
        (".", UNKNOWN),
        ("exe\u202efdp.exe", "exe?fdp.exe"),
        ("a\nb\x00\u2028\ud800", "a?b???"),
        ("x" * 200, "x" * 120),
    ],
)
def test_a_program_is_called_by_the_last_part_of_its_path(told: str, name: str) -> None:
    assert own_name(told) == name


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("jan@example.org.exe", ""),
        ("jan-cv.exe", "C:\\Users\\jan\\jan-cv.exe"),
        ("JanCV.exe", "c:\\users\\JAN\\AppData\\JanCV.exe"),
        ("/home/jan/bin/janstool", ""),
        ("/home/jan.devries/devries", ""),
        ("/var/home/jan/jan", ""),
        ("/Users/eva/eva.app/Contents/MacOS/eva", ""),
        ("/home/jo/jo-cv", ""),
    ],
)
def test_a_program_that_is_called_as_a_person_has_no_name(told: str, path: str) -> None:
    assert own_name(told, path) == UNKNOWN


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("jan-cv.exe", "C:\\Program Files\\jan-cv.exe"),
        ("Teams.exe", "C:\\Users\\anna\\AppData\\Local\\Teams.exe"),
        ("joplin", "/home/jo/.joplin/joplin"),
        ("getty@.service", ""),
        ("home", "/home/home"),
    ],
)
def test_any_other_keeps_its_name(told: str, path: str) -> None:
    assert own_name(told, path) == told


@given(st.text())
def test_a_name_is_one_printable_word_of_a_path_and_stays_as_it_is(told: str) -> None:
    name = own_name(told)
    assert not set("/\\") & set(name)
    assert name.isprintable()
    assert 1 <= len(name) <= 120
    assert own_name(name) == name


def test_what_can_be_seen_stays() -> None:
    assert printable("Böse… é") == "Böse… é"
    assert printable("a\u200bb\tc") == "a?b?c"
