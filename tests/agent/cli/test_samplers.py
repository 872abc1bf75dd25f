"""``samplers``."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.account import Onlooker
from barometer_agent.cli.command import Call
from barometer_agent.cli.main import main
from barometer_agent.cli.samplers import coverage, every, show, table, with_rights_of
from barometer_agent.inventory import Row
from barometer_agent.language import speaker
from barometer_agent.platforms import Line


def test_a_table_lines_up_and_says_why_not() -> None:
    rows = [
        Row("boot_time", "How long?", 60, ("boot_ms",), works=False, reasons=("no systemd",)),
        Row("storage", "How much?", 900, ("disk_free_permille",), works=True, reasons=()),
    ]
    assert table(rows, speaker("en")) == [
        "name       every   works here  question",
        "boot_time  1 min   no          How long?",
        "           - no systemd",
        "storage    15 min  yes         How much?",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"), [(30, "30 s"), (60, "1 min"), (90, "90 s"), (7200, "2 h"), (0.5, "0.5 s")]
)
def test_a_pace_is_said_in_its_largest_unit(seconds: float, text: str) -> None:
    assert every(seconds) == text


def test_a_sampler_that_crashed_is_named_below_the_table(
    capsys: pytest.CaptureFixture[str], make_call: Callable[..., Call]
) -> None:
    works = Row("storage", "How much?", 900, ("disk_free_permille",), works=True, reasons=())
    assert show([works], make_call()) == 0
    broken = Row("boot_time", "How long?", 60, ("boot_ms",), works=False, reasons=(), crash="ValueError: odd")
    assert show([broken, works], make_call()) == 1
    told = capsys.readouterr()
    assert "storage" in told.out
    assert "The sampler boot_time failed (ValueError: odd)" in told.err


def test_what_several_systems_measure_stands_below_the_metric_by_the_systems_name() -> None:
    told = ("systemd", "not measured: nothing records it " + "anywhere " * 20)
    assert coverage([Line(("boot_ms",), ("Boot time",), told)], ("linux", "windows")) == [
        "Boot time",
        "  Linux    systemd",
        "  Windows  not measured: nothing records it anywhere anywhere anywhere anywhere anywhere anywhere anywhere",
        "           anywhere anywhere anywhere anywhere anywhere anywhere anywhere anywhere anywhere anywhere anywhere",
        "           anywhere anywhere",
    ]
    assert coverage([Line(("boot_ms",), ("Boot time",), ("systemd",))], ("linux",)) == ["Boot time", "  systemd"]


def test_all_systems_are_shown_on_any_of_them(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert main(["--data", str(tmp_path), "samplers", "--all-systems", "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert told.count("  Windows  ") == told.count("  macOS    ") == told.count("  Linux    ") > 10
    assert "Boot time" in told


@pytest.mark.parametrize(("code", "heading"), [("en", "## In English"), ("nl", "## In het Nederlands")])
def test_the_page_of_the_platforms_shows_what_the_command_shows(
    code: str, heading: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--data", str(tmp_path), "samplers", "--all-systems", "--language", code]) == 0
    told = " ".join(capsys.readouterr().out.split())
    page = (Path(__file__).parents[3] / "docs" / "platforms.md").read_text(encoding="utf-8")
    rows = [line for line in page.partition(heading)[2].partition("\n## ")[0].splitlines() if "`" in line]
    for metrics, *cells in (re.split(r" \| ", row.strip("| ")) for row in rows):
        titles = ", ".join(re.findall(r"\*\*(.+?)\*\*", metrics))
        words = [cell.replace("<br>", " ").replace("*", "") for cell in cells]
        systems = zip(("Linux", "Windows", "macOS"), words, strict=True)
        shown = " ".join([titles, *(f"{name} {word}" for name, word in systems)])
        assert shown in told
        told = told.replace(shown, "", 1)
    assert len(rows) > 20
    assert told.strip() == ""


def test_every_sampler_of_this_laptop_is_listed(capsys: pytest.CaptureFixture[str], tmp_path: object) -> None:
    assert main(["--data", str(tmp_path), "samplers", "--language", "nl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("naam")
    assert any(line.startswith("boot_time") for line in lines)
    assert any(line.startswith("Wat ") and line.endswith(" wel en niet kan meten") for line in lines)


def test_whoever_is_not_the_service_is_told_that_it_may_see_more() -> None:
    say = speaker("nl")
    assert with_rights_of(None, say, "samplers") == ""
    assert with_rights_of(Onlooker("anna", "barometer-agent"), say, "samplers").startswith(
        "Gezien met de rechten van anna; de service kan meer zien: "
    )
    root = with_rights_of(Onlooker("root", "barometer-agent", is_root=True), speaker("en"), "once")
    assert root.startswith("Seen with the rights of root; the service may see less: ")
    assert "barometer-agent once" in root


def test_the_rights_stand_above_the_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root gives a folder away")
    os.chown(tmp_path, 54_321, 54_321)
    assert main(["--data", str(tmp_path), "samplers", "--language", "nl"]) == 0
    assert capsys.readouterr().out.startswith(
        "Gezien met de rechten van root; de service kan minder zien: sudo -u uid-"
    )
