"""A policy makes rules stricter and never looser."""

import re
from dataclasses import fields
from datetime import time, timedelta
from pathlib import Path

import pytest

from barometer_agent.config import load
from barometer_agent.language import speaker
from barometer_agent.prompting.policy import PARSERS, stricter
from barometer_agent.prompting.rules import Rules
from barometer_agent.settings import SettingError

RULES = Rules()
DAY = timedelta(days=1)
STRICT = {
    "never": True,
    "anonymous_only": True,
    "most": 1,
    "window_days": 60,
    "apart_days": 14,
    "begins": "10:00",
    "ends": "16:30",
    "weekdays": ["tuesday", "thursday"],
    "after_session_start_minutes": 90,
    "new_device_days": 60,
    "not_now_hours": 48,
    "most_not_now": 0,
    "active_within_seconds": 30,
    "battery_percent": 30,
    "after_ticket_hours": 36,
    "fresh_days": 2,
}
LOOSE = {
    "most": 3,
    "window_days": 29,
    "apart_days": 6,
    "begins": "08:59",
    "ends": "17:01",
    "weekdays": ["saturday"],
    "after_session_start_minutes": 59,
    "new_device_days": 29,
    "not_now_hours": 11,
    "most_not_now": 3,
    "active_within_seconds": 121,
    "battery_percent": 9,
    "after_ticket_hours": 23,
    "fresh_days": 5,
}


def test_every_rule_can_be_made_stricter() -> None:
    rules = stricter(RULES, STRICT, "agent.toml")
    assert {name for name, _ in PARSERS.values()} == {one.name for one in fields(Rules)}
    assert [one.name for one in fields(Rules) if getattr(rules, one.name) == getattr(RULES, one.name)] == []
    assert (rules.apart, rules.ends, rules.weekdays) == (14 * DAY, time(16, 30), frozenset({1, 3}))


def test_everything_but_a_plain_no_could_be_looser() -> None:
    assert set(LOOSE) == set(PARSERS) - {"never", "anonymous_only"}


@pytest.mark.parametrize("rule", LOOSE)
def test_a_looser_rule_is_refused_with_its_name_its_value_and_a_fix(rule: str) -> None:
    with pytest.raises(SettingError) as raised:
        stricter(RULES, {rule: LOOSE[rule]}, "agent.toml")
    assert str(raised.value).startswith(f"prompt.{rule} = {LOOSE[rule]!r} (agent.toml): write ")
    assert f"prompt.{rule} = {LOOSE[rule]!r} (agent.toml): schrijf " in raised.value.told(speaker("nl"))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"perhaps": 1}, "prompt.perhaps = 1 (agent.toml): there is no such setting; known are never, anonymous_only,"),
        ({"most": True}, "prompt.most = True (agent.toml): write a whole number from 0 to 2"),
        ({"most": "1"}, "prompt.most = '1' (agent.toml): write a whole number from 0 to 2"),
        ({"weekdays": []}, "prompt.weekdays = [] (agent.toml): write "),
        ({"weekdays": [1]}, "prompt.weekdays = [1] (agent.toml): write "),
        ({"begins": 9}, "prompt.begins = 9 (agent.toml): write "),
        ({"begins": "14:00", "ends": "13:00"}, "prompt.ends = '14:00-13:00' (agent.toml): write "),
        ({"begins": "17:00"}, "prompt.ends = '17:00-17:00' (agent.toml): write "),
        (7, "prompt = 7 (agent.toml): write "),
        ("{ most = ", "prompt = '{ most = ' (agent.toml): write "),
    ],
)
def test_a_wrong_table_is_refused_with_a_fix(table: object, said: str) -> None:
    with pytest.raises(SettingError, match=re.escape(said)):
        stricter(RULES, table, "agent.toml")


def test_a_time_may_be_written_as_toml_has_it() -> None:
    assert stricter(RULES, {"begins": time(10, 15)}, "agent.toml").begins == time(10, 15)
    assert stricter(RULES, "{ most = 1 }", "BAROMETER_PROMPT").most == 1


def test_files_and_environment_each_add_their_rules(tmp_path: Path) -> None:
    main = tmp_path / "agent.toml"
    main.write_text("[prompt]\nmost = 1\napart_days = 10\n", "utf-8")
    (tmp_path / "agent.d").mkdir()
    (tmp_path / "agent.d" / "policy.toml").write_text("[prompt]\napart_days = 20\n", "utf-8")
    rules = load(main, {"BAROMETER_PROMPT": "{ never = true }"}).prompt
    assert (rules.most, rules.apart, rules.never) == (1, 20 * DAY, True)


def test_what_a_file_leaves_wrong_names_the_file(tmp_path: Path) -> None:
    main = tmp_path / "agent.toml"
    main.write_text("[prompt]\nmost = 3\n", "utf-8")
    with pytest.raises(SettingError, match=re.escape(f"prompt.most = 3 ({main})")):
        load(main, {})


def test_the_administrators_page_names_every_rule() -> None:
    page = (Path(__file__).parents[3] / "docs" / "administrator.md").read_text("utf-8")
    section = page.split("## When a question may come")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    assert [name for row in rows for name in re.findall(r"`(\w+)`", row)] == list(PARSERS)
