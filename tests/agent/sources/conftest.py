"""Stand-ins for the readers of the three systems, and a server's certificate that only a test trusts."""

import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from barometer_agent.sources.certificates import Trust

StandIn = Callable[..., list[tuple[object, ...]]]
SYSTEMS = ("linux", "windows", "macos")


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """Puts a reader of a question on every system whose ``asks`` gives ``answer``, and tells what each was asked."""

    def install(question: str, answer: object, asks: str = "read") -> list[tuple[object, ...]]:
        asked: list[tuple[object, ...]] = []

        def reader_of(system: str) -> Callable[..., object]:
            def read(*arguments: object) -> object:
                asked.append((system, *arguments))
                if isinstance(answer, Exception):
                    raise answer
                return answer

            return read

        for system in SYSTEMS:
            name = f"barometer_agent.sources.{system}.{question}"
            module = ModuleType(name)
            module.__dict__[asks] = reader_of(system)
            monkeypatch.setitem(sys.modules, name, module)
        return asked

    return install


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Takes away the readers of a question."""

    def remove(question: str) -> None:
        for system in SYSTEMS:
            monkeypatch.setitem(sys.modules, f"barometer_agent.sources.{system}.{question}", None)  # type: ignore[arg-type]

    return remove


@pytest.fixture
def servers_tls(certificate: Path) -> ssl.SSLContext:
    """For a server that shows it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    return context


@pytest.fixture
def trusting(certificate: Path) -> Trust:
    """For a client that trusts it."""
    return Trust(lambda: ssl.create_default_context(cafile=str(certificate / "certificate.pem")))
