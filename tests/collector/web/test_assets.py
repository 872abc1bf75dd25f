import pytest

from barometer_collector.web.assets import STATIC, mark, static_url


def test_the_address_of_a_file_changes_with_its_contents() -> None:
    assert static_url("site.css") == f"/static/site.css?v={mark('site.css')}"
    assert mark("site.css") != mark("parts.css")


def test_a_file_that_was_not_fetched_says_how_to_get_it() -> None:
    with pytest.raises(FileNotFoundError, match="pip install"):
        mark("vendor/none.js")


@pytest.mark.parametrize("name", ["htmx.min.js", "uPlot.iife.min.js", "uPlot.min.css"])
def test_the_libraries_of_the_pages_were_fetched(name: str) -> None:
    assert (STATIC / "vendor" / name).stat().st_size > 1_000


def test_all_that_a_page_loads_is_small() -> None:
    loaded = [path for path in STATIC.rglob("*") if path.suffix in (".js", ".css", ".svg")]
    assert sum(path.stat().st_size for path in loaded) < 150_000
