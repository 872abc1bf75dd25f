"""Which proxy leads to an address: one rule for the way to the collector and for the ways to the targets."""

import os
import sys
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

PORT = 80  # of a proxy whose address names none, as the uplink has it


@dataclass(frozen=True)
class Proxy:
    """Where an HTTP proxy listens; ``authorization`` is the whole value of its header, empty without a name."""

    host: str
    port: int
    authorization: str = ""


def proxies_of_system() -> dict[str, str]:
    """By scheme, those of the environment; where it names none, those that Windows or macOS is set to."""
    if _is_none_named():
        return {}
    from urllib.request import getproxies

    return getproxies()


def is_bypassed(host: str) -> bool:
    """Whether the environment, Windows or macOS says that no proxy leads to ``host``."""
    if _is_none_named():
        return False
    from urllib.request import proxy_bypass

    return bool(proxy_bypass(host))


def proxy_of(
    url: str,
    setting: str | None,
    of_system: Callable[[], dict[str, str]] = proxies_of_system,
    is_bypassed: Callable[[str], bool] = is_bypassed,
) -> str | None:
    """The proxy on the way to ``url``: of the settings, else of the environment or the system; None for none.

    A proxy cannot reach our loopback.
    """
    if setting is not None or on_this_machine(url):
        return setting
    parts = urlsplit(url)
    proxies = of_system()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or is_bypassed(parts.hostname or ""):
        return None
    return found if "://" in found else f"http://{found}"


def proxy_of_target(
    url: str,
    setting: str | None,
    of_system: Callable[[], dict[str, str]] = proxies_of_system,
    is_bypassed: Callable[[str], bool] = is_bypassed,
) -> Proxy | None:
    """The same for a target; NO_PROXY then holds beside the setting too, for one that is inside.

    None also for a proxy that is not spoken to over plain HTTP (https, SOCKS): such a way is not measured.
    Raises ValueError where the address of the proxy cannot be used.
    """
    if on_this_machine(url):
        return None
    address = proxy_of(url, setting, of_system, is_bypassed)
    if address is None or (setting is not None and is_bypassed(urlsplit(url).hostname or "")):
        return None
    return parsed(address)


def parsed(address: str) -> Proxy | None:
    """The parts of the address of a proxy; None for another kind than HTTP. Raises ValueError for no host or port."""
    parts = urlsplit(address)
    if parts.scheme != "http":
        return None
    if not parts.hostname:
        raise ValueError("the address of the proxy has no host: write http://proxy.example.org:3128")
    return Proxy(parts.hostname, parts.port or PORT, _basic(parts.username, parts.password))


def on_this_machine(url: str) -> bool:
    """Whether the address is on loopback, as in the demo."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def without_password(address: str) -> str:
    """The address of a proxy as it may be shown and logged."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _is_none_named() -> bool:
    """Linux has no other place than the environment. urllib.request brings HTTP and mail along, a megabyte in all."""
    return sys.platform == "linux" and not any(name.lower().endswith("_proxy") for name in os.environ)


def _basic(name: str | None, password: str | None) -> str:
    """RFC 7617; in UTF-8, as the uplink sends it."""
    if not name:
        return ""
    return "Basic " + b64encode(f"{unquote(name)}:{unquote(password or '')}".encode()).decode("ascii")
