"""Whose settings the agent follows."""

import os
import sys
from pathlib import Path

import pytest

from barometer_agent import language, trust
from barometer_agent.config import load
from barometer_agent.settings import SettingError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a file has an owner and no mode")

FILE = Path("/etc/barometer-agent/agent.toml")
ROOT, SERVICE, PERSON = 0, 998, 1000
USERS = 100


def told(mode: int, owner: int, group: int) -> os.stat_result:
    return os.stat_result((0o100000 | mode, 1, 1, 1, owner, group, 1, 1, 1, 1))


@pytest.mark.parametrize(
    ("mode", "owner", "group", "own"),
    [
        (0o644, ROOT, ROOT, SERVICE),
        (0o640, ROOT, SERVICE, SERVICE),
        (0o600, SERVICE, SERVICE, SERVICE),
        (0o644, PERSON, USERS, PERSON),
        (0o664, PERSON, PERSON, PERSON),  # the group of that account alone
    ],
)
def test_files_of_root_and_of_the_own_account_are_followed(mode: int, owner: int, group: int, own: int) -> None:
    trust.judge(told(mode, owner, group), own, FILE)


@pytest.mark.parametrize("own", [ROOT, SERVICE])
def test_a_file_of_somebody_else_is_refused_also_by_root(own: int) -> None:
    with pytest.raises(SettingError, match=rf"owner = 1000 \({FILE}\): .*sudo chown root {FILE}"):
        trust.judge(told(0o644, PERSON, PERSON), own, FILE)


@pytest.mark.parametrize(
    ("mode", "owner", "group"), [(0o646, ROOT, ROOT), (0o664, ROOT, SERVICE), (0o664, PERSON, USERS)]
)
def test_a_file_that_others_may_write_in_is_refused(mode: int, owner: int, group: int) -> None:
    with pytest.raises(SettingError) as refused:
        trust.judge(told(mode, owner, group), owner, FILE)
    assert refused.value.told(language.speaker("en")).endswith(f"sudo chmod go-w {FILE}")
    assert "anderen mogen erin schrijven" in refused.value.told(language.speaker("nl"))


@pytest.mark.parametrize("name", ["agent.toml", "agent.d/50-policy.toml"])
def test_the_settings_are_read_from_no_such_file(tmp_path: Path, name: str) -> None:
    main = tmp_path / "agent.toml"
    main.write_text("")
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("spool_quota_mb = 7\n")
    file.chmod(0o644)
    assert load(main, {}).spool_quota_mb == 7
    file.chmod(0o646)
    with pytest.raises(SettingError, match=rf"mode = '646' \({file}\)"):
        load(main, {})


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_is_looked_at_through_the_link_that_leads_to_it(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("")
    main = tmp_path / "agent.toml"
    main.symlink_to(policy)
    assert load(main, {})
    os.chown(policy, PERSON, PERSON)
    with pytest.raises(SettingError, match="owner = 1000"):
        load(main, {})
