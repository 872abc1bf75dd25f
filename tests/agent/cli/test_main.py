"""The command line as a whole."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from barometer_agent.cli.main import COMMANDS, build_parser, main
from barometer_agent.language import speaker


def test_every_command_explains_itself_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for code, word in (("en", "laptop"), ("nl", "deze laptop")):
        with pytest.raises(SystemExit) as ended:
            main(["--language", code, "--help"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert all(command in shown for command in COMMANDS)
        assert word in shown


def test_flags_stand_before_or_after_the_command_and_the_later_wins() -> None:
    parser = build_parser(speaker("en"))
    assert parser.parse_args(["--data", "/a", "run"]).data == "/a"
    assert parser.parse_args(["run", "--data", "/b"]).data == "/b"
    assert parser.parse_args(["--data", "/a", "run", "--data", "/b"]).data == "/b"
    assert parser.parse_args(["run"]).data is None


def test_a_wrong_setting_stops_it_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--interval", "1", "--language", "nl"]) == 2
    told = capsys.readouterr().err
    assert told == "Fout: interval_seconds = '1' (opdrachtregel): schrijf een geheel getal van 5 tot en met 3600\n"


def test_what_is_missing_is_told_in_the_persons_language(
    capsys: pytest.CaptureFixture[str], tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["--data", f"{tmp_path}/none", "answer", "--language", "nl"]) == 1
    folder = f"{tmp_path}/none"
    assert capsys.readouterr().err == (
        f"In {folder} werkt geen service: start er een met barometer-agent --data {folder} run\n"
    )
    monkeypatch.setenv("BAROMETER_LANGUAGE", "nl")
    assert main(["--data", f"{tmp_path}/none", "sent"]) == 1
    assert "werkt geen service" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can become somebody without rights")
def test_settings_that_are_closed_to_a_person_stop_the_service_and_not_what_the_person_asks(
    capsys: pytest.CaptureFixture[str], short_dir: Path
) -> None:
    short_dir.chmod(0o755)
    (short_dir / "agent.toml").write_text("interval_seconds = 10\n", "utf-8")
    (short_dir / "agent.toml").chmod(0o600)
    asked = ["--config", str(short_dir / "agent.toml"), "--data", str(short_dir / "data"), "--language", "en"]
    main([*asked, "sent"])  # so that all is loaded, which somebody without rights may not be allowed to
    capsys.readouterr()
    os.seteuid(65534)
    try:
        assert main([*asked, "sent"]) == 1
        assert "No service works in" in capsys.readouterr().err
        assert main([*asked, "run"]) == 2
        assert "make it readable" in capsys.readouterr().err
    finally:
        os.seteuid(0)


def test_a_path_that_is_too_long_names_the_fix(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", "/" + "x" * 120, "sent"]) == 1
    assert "set run_dir" in capsys.readouterr().err
    assert main(["--data", "/" + "x" * 120, "sent", "--language", "nl"]) == 1
    assert "zet run_dir op een kortere map" in capsys.readouterr().err


def test_a_terminal_that_knows_few_letters_is_survived(tmp_path: Path) -> None:
    code = "import sys; from barometer_agent.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "--language", "nl", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "stelt je af en toe ??n vraag" in done.stdout
