import httpx
import pytest

from barometer_collector.web.assets import static_url


def test_a_file_under_its_marked_address_may_be_kept_for_ever(client: httpx.Client) -> None:
    answer = client.get(static_url("site.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_file_under_its_bare_address_is_asked_for_again(client: httpx.Client) -> None:
    first = client.get("/static/site.css")
    assert "cache-control" not in first.headers
    assert client.get("/static/site.css", headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    "path", ["none.css", "../rendering.py", "%2e%2e/rendering.py", "..%2frendering.py", "vendor", ""]
)
def test_nothing_but_static_files_is_served(client: httpx.Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404
