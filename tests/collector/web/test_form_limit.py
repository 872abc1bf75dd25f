import httpx
import pytest

from barometer_collector.web.form_limit import MAX_FORM_BYTES

FIELD = "application/x-www-form-urlencoded"
FILE = "multipart/form-data; boundary=b"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/language"])
@pytest.mark.parametrize(
    ("kind", "start"),
    [(FIELD, b"name="), (FILE, b'--b\r\nContent-Disposition: form-data; name="name"; filename="f"\r\n\r\n')],
    ids=["field", "file"],
)
def test_a_form_too_large_is_refused_before_anybody_signed_in(
    client: httpx.Client, path: str, kind: str, start: bytes
) -> None:
    client.headers["Accept"] = "application/json"
    answer = client.post(path, content=start + b"a" * MAX_FORM_BYTES, headers={"Content-Type": kind})
    assert answer.status_code == 413
    assert answer.json()["title"] == "this form is larger than 65536 bytes"


def test_many_small_parts_count_together(client: httpx.Client) -> None:
    parts = b"&".join(b"f%d=x" % number for number in range(900)) + b"&name=" + b"a" * (MAX_FORM_BYTES - 2000)
    assert client.post("/sign-in", content=parts, headers={"Content-Type": FIELD}).status_code == 413


def test_a_form_of_the_usual_size_is_read(client: httpx.Client) -> None:
    form = "csrf=x&name=" + "a" * 400
    assert client.post("/sign-in", content=form, headers={"Content-Type": FIELD}).status_code == 403
