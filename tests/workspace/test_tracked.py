"""Addresses of indexes, paths of a machine and others' files are found in what git keeps."""

import subprocess
from pathlib import Path

import pytest

from tests.workspace.tracked import INDEXES, findings


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def keep(tree: Path, name: str, content: str) -> None:
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    subprocess.run(["git", "add", "-f", name], cwd=tree, check=True)


def test_a_plain_file_is_fine(tree: Path) -> None:
    keep(tree, "README.md", "Barometer measures. See https://www.rfc-editor.org/rfc/rfc9457.\n")
    assert list(findings(tree)) == []


@pytest.mark.parametrize("index", INDEXES)
def test_the_address_of_an_index_is_found_with_its_line(tree: Path, index: str) -> None:
    keep(tree, "notes/setup.md", f"first\nfetch it from https://{index}/simple\n")
    (finding,) = findings(tree)
    assert finding.startswith("notes/setup.md:2 ")


@pytest.mark.parametrize("line", ["--extra-index-url somewhere", '      "resolved": "https://mirror.example/x.tgz",'])
def test_a_lock_that_says_where_packages_come_from_is_found(tree: Path, line: str) -> None:
    keep(tree, "package-lock.json", line)
    assert len(list(findings(tree))) == 1


def test_a_path_of_this_machine_is_found(tree: Path) -> None:
    keep(tree, "settings.toml", f'data = "{tree}/data"\n')
    (finding,) = findings(tree)
    assert str(tree) in finding


@pytest.mark.parametrize("name", ["static/htmx.min.js", "web/static/vendor/chart.js", "node_modules/x/index.js"])
def test_a_file_of_others_is_found(tree: Path, name: str) -> None:
    keep(tree, name, "x")
    assert len(list(findings(tree))) == 1


def test_what_git_does_not_keep_is_not_read(tree: Path) -> None:
    (tree / "static.min.js").write_text("x")
    assert list(findings(tree)) == []
