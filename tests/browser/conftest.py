"""The pages over example figures, in a real Chromium.

The browser lives as long as one file of tests: Playwright keeps an event loop in the test's thread, in which other
files could not run their own.
"""

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlmodel import SQLModel

from barometer_collector.database import Database, sqlite_url
from barometer_collector.people import service
from barometer_collector.people.rules import Role
from tests.collector.web.conftest import NOW, PASSWORD, build
from tests.collector.web.example import FLEET, ExampleFigures

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@dataclass
class Site:
    url: str
    figures: ExampleFigures


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("pages")
    database = Database(sqlite_url(folder))
    SQLModel.metadata.create_all(database.engine)
    for role in Role:
        service.create_account(database, NOW, role.value, PASSWORD, role)
    figures = ExampleFigures()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(build(database, folder, figures), log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", figures)
        server.should_exit = True
        thread.join(timeout=30)
    database.close()


@pytest.fixture
def site(running: Site) -> Site:
    """The running pages, with the example's figures as they were."""
    running.figures.told = FLEET
    return running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip(f"no browser is installed: none of {', '.join(CHROMIUM)} is on PATH")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@dataclass
class Reader:
    """Somebody at a browser. ``complaints`` are what the browser had to say about the pages."""

    page: Page
    site: Site
    complaints: list[str]

    def open(self, path: str) -> None:
        self.page.goto(self.site.url + path)

    def sign_in(self, role: Role) -> None:
        self.open("/sign-in")
        self.page.fill("#name", role.value)
        self.page.fill("#password", PASSWORD)
        self.page.click("button.primary")
        self.page.wait_for_url(self.site.url + "/")


Reading = Callable[..., Reader]


@pytest.fixture
def reading(site: Site, browser: Browser) -> Iterator[Reading]:
    """Opens a fresh browser window: ``reading(scheme="dark", language="nl", width=320, scripts=False)``."""
    contexts: list[BrowserContext] = []

    def start(scheme: str = "light", language: str = "en", width: int = 1280, *, scripts: bool = True) -> Reader:
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light",
            locale=language,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: _note(complaints, message))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return Reader(page, site, complaints)

    yield start
    for context in contexts:
        context.close()


def _note(complaints: list[str], message: ConsoleMessage) -> None:
    if message.type in ("error", "warning"):
        complaints.append(message.text)
