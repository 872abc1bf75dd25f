"""Takes the pictures of the dashboard: ``python3 run.py screenshot [--url URL --user NAME --password WORD]``.

Without an address it starts a demo of its own with a simulated fleet, in a temporary folder, and stops it afterwards.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).with_name("images")
LARGEST_BYTES = 200_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LAPTOPS = 40
SECONDS_TO_SCORE = 180


@dataclass(frozen=True)
class Collector:
    url: str
    user: str
    password: str


@dataclass(frozen=True)
class Picture:
    """``page`` is a path, or ``team`` and ``device`` for the first simulated one of the overview and of that team."""

    name: str
    page: str
    language: str = "en"
    scheme: str = "light"
    width: int = 1280
    height: int = 1100


PICTURES = (
    Picture("overview", "/", height=1340),
    Picture("overview-dark-nl", "/", language="nl", scheme="dark", height=1340),
    Picture("overview-phone", "/", width=390, height=844),
    Picture("team", "team", height=1200),
    Picture("device", "device", height=1200),
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the pictures in docs/images.")
    parser.add_argument("--url", help="a running collector (default: a demo of its own)")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    given = parser.parse_args()
    if given.url:
        take_all(Collector(given.url.rstrip("/"), given.user, given.password))
        return 0
    with own_demo() as collector:
        take_all(collector)
    return 0


def take_all(collector: Collector) -> None:
    """Write every picture to docs/images."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise SystemExit(f"no browser: install one of {', '.join(BROWSERS)}")
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, collector, picture)
        browser.close()


def take(browser: Browser, collector: Collector, picture: Picture) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        locale=picture.language,
        color_scheme="dark" if picture.scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(f"{collector.url}/sign-in")
    page.fill("#name", collector.user)
    page.fill("#password", collector.password)
    page.click("button.primary")
    page.wait_for_url(f"{collector.url}/")
    go(page, collector, picture.page)
    page.wait_for_load_state("networkidle")
    path = IMAGES / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    size = path.stat().st_size
    print(f"{path.name}: {size // 1000} kB")
    if size > LARGEST_BYTES:
        raise SystemExit(f"{path} is {size} bytes, more than {LARGEST_BYTES}: make its height smaller")


def go(page: Page, collector: Collector, where: str) -> None:
    """Open ``where``; of teams and laptops only simulated ones: no real one belongs in a picture."""
    if where in ("team", "device"):
        team = page.locator("tr:has(.tag) a[href^='/teams/']").last.get_attribute("href")
        page.goto(f"{collector.url}{team}")
    if where == "device":
        device = page.locator("tr:has(.tag) a[href^='/devices/']").first.get_attribute("href")
        page.goto(f"{collector.url}{device}")


@contextmanager
def own_demo() -> Iterator[Collector]:
    """A demo with a simulated fleet; it and all that it keeps are gone afterwards."""
    program = Path(sys.executable).with_name("barometer-collector.exe" if os.name == "nt" else "barometer-collector")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        options = ["--port", str(_free_port()), "--data", folder, "--fleet", str(LAPTOPS), "--no-browser"]
        with subprocess.Popen([str(program), "demo", *options], stdout=subprocess.PIPE, text=True) as demo:
            try:
                yield _said_by(demo)
            finally:
                demo.send_signal(signal.SIGTERM)


def _said_by(demo: "subprocess.Popen[str]") -> Collector:
    """Where the demo is, once all of its laptops have a score and the past month is in the trend."""
    said: dict[str, str] = {}
    for line in demo.stdout or ():
        name, _, value = line.strip().partition(": ")
        said[name] = value
        if name == "api token":
            user, password = said["sign in"].split()
            url = said["dashboard"].rstrip("/")
            _wait_until_scored(url, value)
            return Collector(url, user, password)
    raise SystemExit("the demo stopped before it was ready; start it by hand to see why: python3 run.py demo")


def _wait_until_scored(url: str, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    end = time.monotonic() + SECONDS_TO_SCORE
    with httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=30) as client:
        while time.monotonic() < end:
            fleet = client.get("/api/v1/fleet").json()["fleet"]
            if fleet["scored_devices"] == fleet["devices"]:
                return
            time.sleep(1)
    raise SystemExit(f"{fleet['scored_devices']} of {fleet['devices']} laptops have a score after {SECONDS_TO_SCORE} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main())
