"""The main job, end to end: this machine measured, scored, asked, and explained."""

import json
import signal
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil
import pytest

pytestmark = pytest.mark.timeout(240)


def _scored(demo: Any) -> Any:
    device = demo.device()
    return device if device and device["scores"]["t"]["value"] is not None else None


def _adds_up(score: Any) -> bool:
    costs = sum((Decimal(str(part["cost"])) for part in score["components"]), Decimal(0))
    return Decimal(str(score["value"])) + costs == 100


def test_this_machine_gets_a_score_with_reasons_and_honest_gaps(demo: Any, wait: Callable[..., Any]) -> None:
    device = wait(lambda: _scored(demo), 60)

    t = device["scores"]["t"]
    assert 0 <= t["value"] <= 100
    assert t["coverage"] >= 0.5
    assert _adds_up(t)
    assert _adds_up(device["scores"]["experience"])
    network = next(part for part in t["components"] if part["name"] == "network")
    assert network["value"] is not None
    assert network["evidence"]["metrics"][0]["n"] > 0
    gaps = {gap["metric"]: gap for gap in device["gaps"]}
    assert gaps["app_hang"]["kind"] == "not_applicable"
    assert gaps["app_hang"]["reason"]
    assert device["scores"]["o"]["value"] is None


def test_stopping_is_clean_and_starting_again_continues(
    tmp_path: Path, start_demo: Callable[..., Any], wait: Callable[..., Any]
) -> None:
    first = start_demo(tmp_path / "demo")
    before = wait(lambda: _scored(first))
    assert first.stop() == 0
    again = start_demo(tmp_path / "demo")
    try:
        assert (again.sign_in, again.token) == (first.sign_in, first.token)
        assert [device["id"] for device in again.get("/api/v1/devices")["devices"]] == [before["id"]]
    finally:
        again.stop()


@pytest.mark.parametrize(("ending", "status"), [(signal.SIGTERM, 0), (signal.SIGKILL, -signal.SIGKILL)])
def test_however_it_ends_it_leaves_nothing_running(
    tmp_path: Path, start_demo: Callable[..., Any], wait: Callable[..., Any], ending: signal.Signals, status: int
) -> None:
    demo = start_demo(tmp_path / "demo")
    parts = psutil.Process(demo.process.pid).children(recursive=True)
    assert {"barometer-agent", "barometer-colle"} <= {part.name()[:15] for part in parts}
    demo.process.send_signal(ending)
    assert demo.ended() == status
    wait(lambda: not any(_runs(part) for part in parts), 60)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_shared_answer_changes_its_device_and_a_confidential_one_does_not(
    demo: Any, wait: Callable[..., Any]
) -> None:
    before = wait(lambda: _scored(demo))
    assert before["scores"]["x"]["value"] is None

    answered = demo.agent("answer", typed="1\n\nn\n\n")  # a face, not about anything, not shared, no comment
    assert answered.returncode == 0, answered.stderr
    team = wait(lambda: _team_with_answers(demo))
    assert (team["x"]["respondents"], team["x"]["needed"], team["x"]["value"]) == (1, 5, None)
    assert demo.device()["scores"]["x"]["value"] is None


def test_a_shared_answer_changes_x_and_experience_of_its_device(demo: Any, wait: Callable[..., Any]) -> None:
    before = wait(lambda: _scored(demo))
    answered = demo.agent("answer", typed="1\n2\ny\ny\nthe dock fails\n")
    assert answered.returncode == 0, answered.stderr

    after = wait(lambda: demo.device() if demo.device()["scores"]["x"]["value"] is not None else None)
    assert after["scores"]["x"]["value"] == 0
    assert after["scores"]["experience"]["value"] < before["scores"]["experience"]["value"]
    assert _adds_up(after["scores"]["experience"])
    (said,) = demo.get("/api/v1/told")["shared"]
    assert (said["device_id"], said["value"], said["words"], said["contact"]) == (
        after["id"],
        1,
        "the dock fails",
        True,
    )
    assert set(said["about"]) == {"en", "nl"}


def test_what_somebody_tells_unasked_reaches_it_and_what_it_did_reaches_the_laptop(
    demo: Any, wait: Callable[..., Any]
) -> None:
    wait(lambda: _scored(demo))
    told = demo.agent("tell", "--text", "the printer is out of paper", "--mood", "2", "--share")
    assert told.returncode == 0, told.stderr
    (said,) = wait(lambda: [each for each in demo.get("/api/v1/told")["shared"] if each["kind"] == "told"])
    assert (said["words"], said["mood"], said["contact"]) == ("the printer is out of paper", 2, False)
    assert demo.device()["scores"]["x"]["value"] is None
    assert "Barometer is here" in demo.agent("news").stdout
    wait(lambda: "The score of this laptop is" in demo.agent("score").stdout)


def _team_with_answers(demo: Any) -> Any:
    team = demo.get("/api/v1/teams/demo")
    return team if team["x"]["respondents"] else None


def test_simulated_laptops_are_marked_and_their_teams_show_x_from_five_answers(
    tmp_path: Path, start_demo: Callable[..., Any], wait: Callable[..., Any]
) -> None:
    demo = start_demo(tmp_path / "demo", "--fleet", "40")
    try:
        teams = wait(lambda: _all_scored(demo))
        shown = [team for team in teams if team["x"]["value"] is not None]
        hidden = [team for team in teams if team["x"]["value"] is None]
        assert shown, json.dumps(teams)
        assert any(team["key"] == "board" for team in hidden)
        assert all(team["x"]["respondents"] >= 5 for team in shown)
        assert all(team["x"]["respondents"] < 5 for team in hidden)
        assert all(_adds_up(team["experience"]) for team in shown)
        devices = demo.get("/api/v1/devices?limit=200")["devices"]
        assert sum(device["simulated"] for device in devices) == 40
        assert all(device["simulated"] == device["name"].startswith("SIM-") for device in devices)
    finally:
        demo.stop()


def _all_scored(demo: Any) -> Any:
    teams = [team for team in demo.get("/api/v1/teams")["teams"] if team["simulated_devices"]]
    scored = sum(team["scored_devices"] for team in teams)
    return teams if scored == 40 and any(team["x"]["value"] is not None for team in teams) else None
