"""The generated page of the catalogue is the one in the repository, and links in the docs lead somewhere."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "installers").rglob("*.md")]
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("name", ["metrics", "platforms", "kept"])
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    written = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    assert written == runpy.run_path(str(ROOT / "docs" / f"{name}.py"))["page"](), "run: python3 run.py docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_a_page_leads_to_a_file(page: Path) -> None:
    broken = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert broken == []


def test_every_command_of_the_readme_exists() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python3 run\.py ([a-z]+)", readme))
    assert commands
    assert commands <= set(runpy.run_path(str(ROOT / "run.py"))["COMMANDS"])


def test_the_order_of_the_capabilities_is_the_one_that_is_kept() -> None:
    """CONTRIBUTING names them from the start of the pipeline on; the contract lists them from the top down."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (pipeline,) = (rule for rule in settings["tool"]["importlinter"]["contracts"] if rule.get("exhaustive"))
    kept = [re.findall(r"\w+", layer) for layer in reversed(pipeline["layers"])]
    told = (
        (ROOT / "CONTRIBUTING.md")
        .read_text(encoding="utf-8")
        .partition("start of the pipeline: `")[2]
        .partition("`")[0]
    )
    capabilities = re.findall(r"\w+", told.replace(" and\n", " "))
    assert capabilities[0] == "suppression"
    assert capabilities == [name for layer in kept for name in layer if name in capabilities]


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


@pytest.mark.parametrize("name", ["metrics", "platforms", "kept"])
def test_a_page_is_not_written_when_something_else_was_asked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page, said = ROOT / "docs" / f"{name}.md", []
    for argument in ("--help", "now"):
        before = page.stat().st_mtime_ns
        monkeypatch.setattr("sys.argv", [f"{name}.py", argument])
        with pytest.raises(SystemExit) as ended:
            runpy.run_path(str(ROOT / "docs" / f"{name}.py"), run_name="__main__")
        said.append(ended.value.code)
        assert page.stat().st_mtime_ns == before
    assert said == [0, 2]


def test_what_is_not_measured_stands_out_and_what_it_takes_has_a_line_of_its_own() -> None:
    page = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
    for never, needs in (("not measured", "Needs: "), ("niet gemeten", "Nodig: ")):
        assert f"| *{never}*: " in page
        assert f"| {never}" not in page
        assert f".<br>{needs}" in page
        assert f". {needs}" not in page
