import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from barometer_agent.sources.proxy import Proxy, on_this_machine, parsed, proxy_of, proxy_of_target, without_password

SERVER = "https://barometer.example.org"


def proxies(**known: str) -> Callable[[], dict[str, str]]:
    return lambda: known


def never(_host: str) -> bool:
    return False


def test_the_proxy_is_that_of_the_settings_then_of_the_system() -> None:
    of_system = proxies(https="proxy.example.org:3128", http="http://other")
    assert proxy_of(SERVER, "http://own:8080", of_system) == "http://own:8080"
    assert proxy_of(SERVER, None, of_system, never) == "http://proxy.example.org:3128"
    assert proxy_of(SERVER, None, of_system, lambda host: host == "barometer.example.org") is None
    assert proxy_of(SERVER, None, proxies(all="http://all"), never) == "http://all"
    assert proxy_of(SERVER, None, proxies(), never) is None
    assert proxy_of("http://127.0.0.1:8600", None, proxies(http="http://other"), never) is None


def test_a_target_goes_through_the_same_proxy() -> None:
    of_system = proxies(https="proxy.example.org:3128")
    assert proxy_of_target(SERVER, "http://own:8080", of_system, never) == Proxy("own", 8080)
    assert proxy_of_target(SERVER, None, of_system, never) == Proxy("proxy.example.org", 3128)
    assert proxy_of_target("http://intranet.example.org", None, of_system, never) is None


@pytest.mark.parametrize("setting", ["http://own:8080", None])
def test_a_target_that_no_proxy_names_or_that_is_here_is_reached_directly(setting: str | None) -> None:
    of_system = proxies(https="http://other", http="http://other")
    assert proxy_of_target(SERVER, setting, of_system, lambda host: host == "barometer.example.org") is None
    assert proxy_of_target("http://localhost:8600", setting, of_system, never) is None


def test_the_environment_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.example.org:3128")
    monkeypatch.setenv("no_proxy", ".inside.example.org")
    assert proxy_of_target(SERVER, None) == Proxy("proxy.example.org", 3128)
    assert proxy_of_target("https://wiki.inside.example.org/", None) is None
    assert proxy_of_target("https://wiki.inside.example.org/", "http://own:8080") is None


@pytest.mark.skipif(sys.platform != "linux", reason="Windows and macOS have settings of their own")
def test_where_the_environment_names_no_proxy_nothing_is_loaded_to_look_for_one() -> None:
    asked = (
        "import sys; from barometer_agent.sources.proxy import proxy_of_target;"
        f" assert proxy_of_target({SERVER!r}, 'http://own:8080') and proxy_of_target({SERVER!r}, None) is None;"
        " assert 'urllib.request' not in sys.modules"
    )
    unset = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    subprocess.run([sys.executable, "-c", asked], check=True, timeout=60, env=unset)


def test_a_name_and_a_password_of_the_address_are_sent_along() -> None:
    assert parsed("http://anna:s%3Acret@proxy.example.org") == Proxy("proxy.example.org", 80, "Basic YW5uYTpzOmNyZXQ=")
    assert without_password("http://anna:secret@proxy.example.org:3128") == "http://proxy.example.org:3128"


@pytest.mark.parametrize("address", ["https://proxy.example.org", "socks5://proxy.example.org:1080"])
def test_another_kind_of_proxy_is_not_gone_through(address: str) -> None:
    assert parsed(address) is None


@pytest.mark.parametrize("address", ["http://", "http://proxy:99999"])
def test_an_address_that_leads_nowhere_is_an_error(address: str) -> None:
    with pytest.raises(ValueError, match=r"proxy|Port"):
        parsed(address)


@pytest.mark.parametrize(
    ("server", "here"),
    [
        ("http://127.0.0.1:8600", True),
        ("http://localhost:8600", True),
        ("http://[::1]:8600", True),
        ("https://barometer.example.org", False),
        ("https://127.example.org", False),
    ],
)
def test_this_machine_is_known_by_its_name(server: str, here: bool) -> None:
    assert on_this_machine(server) is here
