from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import bus

# busctl --json=short of systemd 252
PROPERTY = '{"type":"u","data":4}'
CALL = '{"type":"a{oa{sa{sv}}}","data":[{"/org/x":{"org.x.Drive":{"Size":{"type":"t","data":5}}}}]}'
REFUSED = "echo 'Call failed: The name org.x was not provided by any .service files' >&2; exit 1"


def test_a_property_is_read_without_starting_its_service(programs: Callable[..., Path]) -> None:
    programs(busctl=f"case \"$*\" in *--auto-start=no*get-property*org.x*) echo '{PROPERTY}';; esac")
    assert bus.read_property("org.x", "/org/x", "org.x", "Metered") == 4


def test_the_first_value_of_a_call_is_given(programs: Callable[..., Path]) -> None:
    programs(busctl=f"echo '{CALL}'")
    assert bus.call("org.x", "/", "i", "m") == {"/org/x": {"org.x.Drive": {"Size": {"type": "t", "data": 5}}}}


@pytest.mark.parametrize("script", [REFUSED, "echo nonsense", "echo '[]'", 'echo \'{"type":"","data":[]}\''])
def test_a_service_that_is_not_there_tells_nothing(programs: Callable[..., Path], script: str) -> None:
    programs(busctl=script)
    assert not bus.read_property("org.x", "/org/x", "org.x", "Metered")
    assert bus.call("org.x", "/", "i", "m") is None


def test_without_busctl_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bus.read_property("org.x", "/org/x", "org.x", "Metered") is None
