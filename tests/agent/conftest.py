"""Fakes that the tests of the agent share: a clock that stands still, a spool, and a collector on loopback."""

import gzip
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec
import pytest

from barometer_agent.clock import Moment
from barometer_agent.config import load
from barometer_agent.reload import Settings
from barometer_agent.spool import Spool
from barometer_shared.protocol import (
    BATCHES_PATH,
    COLLECTOR_PROBLEM,
    CONFIG_HEADER,
    DEVICE_CONFIG_PATH,
    ENROLMENTS_PATH,
    PROBLEM_TYPE,
    BatchReceipt,
    DeviceConfig,
    EnrolmentRequest,
    EnrolmentResponse,
    Problem,
)
from barometer_shared.questions import Answer, Faces, FacesAnswer, OpenQuestion
from barometer_shared.samples import AgentFacts, Batch, Sample
from tests.agent import small_disk

START = Moment(1_790_000_000_000, 120, "boot-1", 60_000)
FAR = 9_000_000_000_000


class FakeClock:
    """Stands still until it is moved; ``step`` moves the wall clock alone, as a person who sets it does."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> Moment:
        return self.moment

    def advance(self, milliseconds: int) -> None:
        self.moment = replace(
            self.moment,
            utc_ms=self.moment.utc_ms + milliseconds,
            monotonic_ms=self.moment.monotonic_ms + milliseconds,
        )

    def step(self, milliseconds: int) -> None:
        self.moment = replace(self.moment, utc_ms=self.moment.utc_ms + milliseconds)

    def boot(self, boot_id: str, utc_ms: int) -> None:
        """Started again, with what its wall clock then says."""
        self.moment = replace(self.moment, boot_id=boot_id, monotonic_ms=3_000, utc_ms=utc_ms)


@dataclass
class FakeCollector:
    """A collector that remembers what it was told; ``refusals`` are answered first, one per request."""

    url: str = ""
    seconds: Callable[[], float] = time.time  # since 1970, by its own clock
    batches: dict[str, Batch] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=lambda: {"good-token"})
    config: DeviceConfig = field(default_factory=lambda: DeviceConfig("v1", 60))
    answered: threading.Condition = field(default_factory=threading.Condition)
    pause_ms: int = 0
    meanwhile: Callable[[], None] | None = None  # what happens while the next batch is on its way
    # what is replied at any other path
    others: Callable[[str, str, bytes], tuple[int, dict[str, str], bytes] | None] = lambda *_: None

    def samples(self) -> list[Sample]:
        return [sample for batch in self.batches.values() for sample in batch.samples]

    def answers(self) -> list[Answer]:
        return [answer for batch in self.batches.values() for answer in batch.answers]

    def wait_for(self, condition: Callable[[], object]) -> None:
        """Until what was told makes it true; looked at after each request."""
        with self.answered:
            assert self.answered.wait_for(condition, timeout=30), "it was never told"

    def reply(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        self.requests.append((method, path, headers))
        if self.refusals:
            return self.refusals.pop(0)
        match path:
            case "/openapi.json":
                return (
                    200,
                    {"content-type": "application/json"},
                    b'{"info": {"title": "Barometer", "version": "1.2.3"}}',
                )
            case _ if path == ENROLMENTS_PATH:
                return self._enrol(body)
            case _ if path == DEVICE_CONFIG_PATH:
                return self._config(headers)
            case _ if path == BATCHES_PATH:
                return self._take(body)
        return self.others(method, path, body) or (404, {}, b"<html>nothing here</html>")

    def _enrol(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        if msgspec.json.decode(body, type=EnrolmentRequest).token not in self.tokens:
            told = Problem(
                "This token is not known",
                403,
                COLLECTOR_PROBLEM,
                detail="It may have expired.",
                fix="Ask for a new one.",
            )
            return 403, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(told)
        given = EnrolmentResponse("00000000000000ab", "secret", "demo")
        return 201, {"content-type": "application/json"}, msgspec.json.encode(given)

    def _config(self, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        etag = f'"{self.config.version}"'
        if headers.get("if-none-match") == etag:
            return 304, {"etag": etag}, b""
        return 200, {"etag": etag, "content-type": "application/json"}, msgspec.json.encode(self.config)

    def _take(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        batch = msgspec.json.decode(gzip.decompress(body), type=Batch)
        self.batches[batch.id] = batch
        if self.meanwhile is not None:
            self.meanwhile()
            self.meanwhile = None
        receipt = BatchReceipt(batch.id, len(batch.samples), 0, self.config.version, self.pause_ms)
        return 202, {CONFIG_HEADER: self.config.version}, msgspec.json.encode(receipt)


@pytest.fixture
def moment() -> Moment:
    return START


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def agent() -> AgentFacts:
    return AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces"])


@pytest.fixture
def spool(tmp_path: Path, moment: Moment) -> Iterator[Spool]:
    with Spool(tmp_path / "data", 1 << 20, moment) as opened:
        yield opened


@pytest.fixture
def short_dir() -> Iterator[Path]:
    """A folder whose sockets have short paths."""
    with tempfile.TemporaryDirectory(prefix="baro") as folder:
        yield Path(folder)


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    path = tmp_path / "agent.toml"
    path.write_text("spool_quota_mb = 10\n")
    return path


@pytest.fixture
def settings(settings_file: Path) -> Settings:
    """Those of that file."""
    return Settings(settings_file, lambda: load(settings_file, environment={}))


@pytest.fixture
def disk(short_dir: Path) -> Iterator[small_disk.Disk]:
    """A disk that is soon full."""
    if small_disk.MISSING:
        pytest.skip(small_disk.MISSING)
    with small_disk.mounted(short_dir) as mounted:
        yield mounted


@pytest.fixture
def make_sample() -> Callable[..., Sample]:
    def make(value: int = 1, metric: str = "pressure_permille", at: int = START.utc_ms) -> Sample:
        return Sample(metric, value, at)

    return make


@pytest.fixture
def make_answer() -> Callable[..., Answer]:
    def make(number: int = 1, account: str = "anna", campaign: str = "pulse") -> Answer:
        return Answer(f"{number:032x}", campaign, FacesAnswer(4), START.utc_ms, account)

    return make


@pytest.fixture
def pulse() -> OpenQuestion:
    return OpenQuestion(
        "pulse",
        Faces({"en": "How did your laptop work today?", "nl": "Hoe werkte je laptop vandaag?"}),
        {"en": "The IT service desk", "nl": "De IT-servicedesk"},
        {"en": "We fix first what hurts most.", "nl": "We pakken eerst aan wat het meest knelt."},
        FAR,
    )


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key and a certificate for loopback and intranet.example.org, signed by nobody but itself."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1,DNS:intranet.example.org"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def fake_collector() -> FakeCollector:
    """Without a socket, for transports that are given a handler."""
    return FakeCollector("http://collector.test")


@pytest.fixture
def collector_server(fake_collector: FakeCollector) -> Iterator[FakeCollector]:
    """The same on a free port of loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(fake_collector))
    server.daemon_threads = True
    fake_collector.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield fake_collector
    server.shutdown()
    thread.join()
    server.server_close()


def _handler(collector: FakeCollector) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("content-length", 0))))

        def _answer(self, body: bytes) -> None:
            sent = {name.lower(): value for name, value in self.headers.items()}
            with collector.answered:
                status, headers, content = collector.reply(self.command, self.path, sent, body)
                collector.answered.notify_all()
            self.send_response_only(status)
            self.send_header("Date", formatdate(collector.seconds(), usegmt=True))
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            pass

    return Handler
