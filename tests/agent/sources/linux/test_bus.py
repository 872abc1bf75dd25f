from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import bus

# busctl --json=short of systemd 252
CALL = '{"type":"a{oa{sa{sv}}}","data":[{"/org/x":{"org.x.Drive":{"Size":{"type":"t","data":5}}}}]}'
REFUSED = "echo 'Call failed: The name org.x was not provided by any .service files' >&2; exit 1"


def test_the_first_value_of_a_call_is_given_without_starting_its_service(programs: Callable[..., Path]) -> None:
    programs(busctl=f"case \"$*\" in *--auto-start=no*call*org.x*) echo '{CALL}';; esac")
    assert bus.call("org.x", "/", "i", "m") == {"/org/x": {"org.x.Drive": {"Size": {"type": "t", "data": 5}}}}


@pytest.mark.parametrize("script", [REFUSED, "echo nonsense", "echo '[]'", 'echo \'{"type":"","data":[]}\''])
def test_a_service_that_is_not_there_tells_nothing(programs: Callable[..., Path], script: str) -> None:
    programs(busctl=script)
    assert bus.call("org.x", "/", "i", "m") is None


def test_without_busctl_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bus.call("org.x", "/org/x", "org.x", "Get") is None
