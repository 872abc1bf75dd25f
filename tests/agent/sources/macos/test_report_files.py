import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from barometer_agent.sampler import NoData
from barometer_agent.sources.macos import report_files
from barometer_agent.sources.macos.report_files import Found

HOUR_NS = 3_600_000_000_000


def put(folder: Path, name: str, hour: int, content: str = "x") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content)
    os.utime(path, ns=(hour * HOUR_NS, hour * HOUR_NS))
    return path


def test_the_system_and_each_account_have_a_folder(tmp_path: Path) -> None:
    for home in ("eva", "zoë"):
        (tmp_path / "Users" / home).mkdir(parents=True)
    (tmp_path / "Users" / "link").symlink_to(tmp_path)
    (tmp_path / "Users" / ".localized").write_text("")
    inner = "Library/Logs/DiagnosticReports"
    assert report_files.folders(tmp_path) == [
        tmp_path / inner,
        tmp_path / "Users/eva" / inner,
        tmp_path / "Users/zoë" / inner,
    ]


@pytest.mark.parametrize(
    ("path", "person"),
    [
        ("/Users/eva/Library/Logs/DiagnosticReports/Retired/x.ips", "eva"),
        ("/Library/Logs/DiagnosticReports/x.ips", ""),
        ("/var/x.ips", ""),
    ],
)
def test_a_report_lies_with_the_person_who_ran_the_program(path: str, person: str) -> None:
    assert report_files.person_of(Path(path)) == person


def test_without_accounts_the_system_has_one_all_the_same(tmp_path: Path) -> None:
    assert report_files.folders(tmp_path) == [tmp_path / "Library/Logs/DiagnosticReports"]


def test_what_changed_since_is_found_oldest_first_also_where_it_was_retired(tmp_path: Path) -> None:
    late = put(tmp_path, "b.ips", 9)
    early = put(tmp_path / "Retired", "a.crash", 7)
    put(tmp_path, "older.ips", 5)
    put(tmp_path, "notes.txt", 9)
    assert report_files.changed([tmp_path], 6 * HOUR_NS // 1000) == Found((early, late), ())


def test_a_folder_that_is_not_there_is_not_closed(tmp_path: Path) -> None:
    assert report_files.changed([tmp_path / "none"], 0) == Found((), ())


def test_links_and_pipes_are_neither_listed_nor_read(tmp_path: Path) -> None:
    secret = put(tmp_path / "elsewhere", "secret", 9, "secret")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "link.ips").symlink_to(secret)
    os.mkfifo(folder / "pipe.ips")
    assert report_files.changed([folder], 0).files == ()
    assert report_files.text(folder / "link.ips") == report_files.text(folder / "pipe.ips") == ""
    assert report_files.text(folder / "gone.ips") == ""


def test_a_report_is_read_in_bounds_and_whatever_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.hang"
    path.write_bytes(b"a\xffb" + b"c" * report_files.MOST_BYTES)
    text = report_files.text(path)
    assert text.startswith("a\N{REPLACEMENT CHARACTER}bc")
    assert len(text) == report_files.MOST_BYTES


def test_with_every_folder_closed_there_is_no_data(tmp_path: Path) -> None:
    with pytest.raises(NoData, match="run the agent as root, with Full Disk Access") as nothing:
        report_files.check_access([tmp_path], Found((), (tmp_path,)))
    assert "volledige schijftoegang" in nothing.value.reason.nl


def test_with_some_folders_closed_the_rest_still_counts(tmp_path: Path) -> None:
    missing = report_files.check_access([tmp_path, tmp_path / "a"], Found((), (tmp_path / "a",)))
    assert missing is not None
    assert missing.en.startswith("1 of 2 folders")
    assert report_files.check_access([tmp_path], Found((), ())) is None


def test_a_folder_without_the_right_to_read_it_is_closed(tmp_path: Path) -> None:
    path = put(tmp_path / "open", "x.ips", 9)

    def refusing(folder: Path) -> Iterator[Path]:
        if "closed" in folder.parts:
            raise PermissionError(folder)
        return folder.iterdir()

    places = [tmp_path / "closed", tmp_path / "open"]
    assert report_files.changed(places, 0, refusing) == Found((path,), (tmp_path / "closed",))
