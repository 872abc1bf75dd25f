"""The groups of the service's account, in a stand-in for the library of Windows that keeps them (Wine keeps none)."""

from collections.abc import Callable
from pathlib import Path

from barometer_agent.windows.owners import service_sid
from tests.windows.conftest import Laptop
from tests.windows.wine import to_windows

ACCOUNT = service_sid("BarometerAgent")


def test_the_account_is_put_in_its_groups_and_taken_out_again(
    laptop: Laptop, stand_in: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    groups = tmp_path / "groups"
    groups.write_text(f"Performance Monitor Users\t{ACCOUNT}0\n", "ascii")  # somebody else
    laptop.more = stand_in("netapi32") | {"GROUPS_FILE": to_windows(groups)}
    for _ in range(2):
        done = laptop.agent("service", "install")
        assert done.returncode == 0, done.stderr
        assert groups.read_text("ascii").splitlines() == [
            f"Performance Monitor Users\t{ACCOUNT}0",
            f"Performance Monitor Users\t{ACCOUNT}",
        ]
    done = laptop.agent("service", "remove")
    assert done.returncode == 0, done.stderr
    assert groups.read_text("ascii").splitlines() == [f"Performance Monitor Users\t{ACCOUNT}0"]
