"""Microphones, from sound cards that are constructed and a sound server that is played."""

from collections.abc import Callable
from pathlib import Path

import pytest

from barometer_agent.sources.linux import microphone

CAPTURED = Path(__file__).parent / "captured"
NO_SERVER: dict[str, str] = {}
RUNNING = "state: RUNNING\nowner_pid   : 1234\ntrigger_time: 77.1\nhw_ptr      : 960\n"


@pytest.fixture
def cards(tmp_path: Path) -> Callable[..., Path]:
    """Sound cards as the kernel shows them: ``cards(PCH={"pcm0c": "closed"})``."""

    def make(**cards: dict[str, str]) -> Path:
        for number, (name, devices) in enumerate(cards.items()):
            card = tmp_path / f"card{number}"
            for device, status in devices.items():
                (card / device / "sub0").mkdir(parents=True)
                (card / device / "sub0" / "status").write_text(status)
            (card / "id").write_text(f"{name}\n")
        return tmp_path

    return make


def test_a_card_that_records_is_a_microphone_in_use(cards: Callable[..., Path]) -> None:
    assert microphone.of_cards(cards(HDMI={"pcm3p": "closed\n"}, PCH={"pcm0c": RUNNING, "pcm2c": "closed\n"})) is True


def test_sound_that_is_played_is_no_microphone(cards: Callable[..., Path]) -> None:
    assert microphone.of_cards(cards(PCH={"pcm0p": RUNNING, "pcm0c": "closed\n"})) is False


def test_a_card_that_hears_only_the_laptop_itself_is_no_microphone(cards: Callable[..., Path]) -> None:
    assert microphone.of_cards(cards(Loopback={"pcm0c": RUNNING})) is None


def test_without_a_card_that_records_nothing_is_known(cards: Callable[..., Path]) -> None:
    assert microphone.is_in_use(cards(PCH={"pcm0p": RUNNING}), NO_SERVER) is None


def test_a_headset_that_only_the_sound_server_knows_counts(
    cards: Callable[..., Path], programs: Callable[..., Path], short_dir: Path
) -> None:
    (short_dir / "pulse").mkdir()
    (short_dir / "pulse" / "native").touch()
    programs(pactl=f'test "$*" = "list short sources" && cat {CAPTURED}/pactl_headset.txt')
    asleep = cards(PCH={"pcm0c": "closed\n"})
    assert microphone.is_in_use(asleep, {"XDG_RUNTIME_DIR": str(short_dir)}) is True
    programs(pactl="exit 1")
    assert microphone.is_in_use(asleep, {"XDG_RUNTIME_DIR": str(short_dir)}) is False


def test_a_sound_server_that_does_not_run_is_not_started(
    cards: Callable[..., Path], programs: Callable[..., Path], short_dir: Path
) -> None:
    programs(pactl=f"touch {short_dir}/started")
    assert microphone.is_in_use(cards(PCH={"pcm0c": "closed\n"}), {"XDG_RUNTIME_DIR": str(short_dir)}) is False
    assert not (short_dir / "started").exists()


@pytest.mark.parametrize(
    ("name", "told"), [("pactl_headset.txt", True), ("pactl_music.txt", False), ("pactl_no_microphone.txt", None)]
)
def test_a_sound_server_tells_which_microphone_runs(name: str, told: bool | None) -> None:
    assert microphone.parse((CAPTURED / name).read_text()) is told


def test_an_answer_of_another_kind_tells_nothing() -> None:
    assert microphone.parse("Connection failure: Connection refused\n") is None
