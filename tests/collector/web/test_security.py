from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from barometer_collector.web.security import CONTENT_SECURITY_POLICY, SecurityHeaders
from tests.collector.asgi import client_of


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/static/site.css"])
def test_every_answer_tells_the_browser_what_it_may_not_do(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"


def test_no_inline_script_or_style_is_allowed() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("behind_tls", [True, False])
def test_only_behind_tls_is_the_browser_told_to_stay_there(behind_tls: bool) -> None:
    app = FastAPI()
    app.add_middleware(SecurityHeaders, behind_tls=behind_tls)
    headers = client_of(app).get("/").headers
    assert ("strict-transport-security" in headers) == behind_tls


def test_cookies_are_for_tls_only_behind_tls_and_never_for_scripts(app: FastAPI, client: httpx.Client) -> None:
    plain = client.get("/sign-in").headers["set-cookie"]
    client.cookies.clear()
    app.state.settings = replace(app.state.settings, public_url="https://barometer.example")
    safe = client.get("/sign-in").headers["set-cookie"]
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in (plain, safe))
    assert ("Secure" in plain, "Secure" in safe) == (False, True)
