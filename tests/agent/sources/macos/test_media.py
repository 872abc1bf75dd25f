"""Microphones and cameras of a Mac, from objects that are played."""

from collections.abc import Mapping, Sequence

from barometer_agent.sources.macos import media
from barometer_agent.sources.macos.media import Ask

SPEAKER, MICROPHONE, HEADSET = 40, 41, 42
PLAYER, MEETING, SIRI = 70, 71, 72
Objects = Mapping[tuple[int, bytes, bytes], Sequence[int]]
DEVICES: Objects = {
    (1, b"dev#", b"glob"): (SPEAKER, MICROPHONE, HEADSET),
    (SPEAKER, b"stm#", b"outp"): (50,),
    (MICROPHONE, b"stm#", b"inpt"): (51,),
    (HEADSET, b"stm#", b"inpt"): (52,),
    (HEADSET, b"stm#", b"outp"): (53,),
    (SPEAKER, b"gone", b"glob"): (0,),
    (MICROPHONE, b"gone", b"glob"): (0,),
    (HEADSET, b"gone", b"glob"): (0,),
}
PROCESSES: Objects = {
    (1, b"prs#", b"glob"): (PLAYER, MEETING, SIRI),
    (PLAYER, b"piri", b"glob"): (0,),
    (PLAYER, b"pdv#", b"outp"): (HEADSET,),
    (MEETING, b"piri", b"glob"): (0,),
    (SIRI, b"piri", b"glob"): (1,),
    (SIRI, b"pdv#", b"inpt"): (),
}
RUNNING = {SPEAKER: (SPEAKER, b"gone", b"glob"), MICROPHONE: (MICROPHONE, b"gone", b"glob")}
HEADSET_RUNS: Objects = {(HEADSET, b"gone", b"glob"): (1,)}
RECORDS: Objects = {(MEETING, b"piri", b"glob"): (1,), (MEETING, b"pdv#", b"inpt"): (HEADSET,)}


def ask(*told: Objects) -> Ask:
    whole = {key: values for objects in told for key, values in objects.items()}
    return lambda thing, name, scope: whole.get((thing, name, scope))


def test_a_microphone_that_runs_is_in_use() -> None:
    assert media.listens(ask(DEVICES)) is False
    assert media.listens(ask(DEVICES, {RUNNING[MICROPHONE]: (1,)})) is True


def test_a_speaker_that_runs_is_no_microphone() -> None:
    assert media.listens(ask(DEVICES, {RUNNING[SPEAKER]: (1,)})) is False


def test_a_headset_that_runs_for_music_is_no_call() -> None:
    assert media.listens(ask(DEVICES, PROCESSES, HEADSET_RUNS)) is False


def test_a_headset_from_which_something_records_is_a_call() -> None:
    assert media.listens(ask(DEVICES, PROCESSES, HEADSET_RUNS, RECORDS)) is True


def test_what_a_headset_runs_for_older_versions_do_not_tell() -> None:
    assert media.listens(ask(DEVICES, HEADSET_RUNS)) is None


def test_a_camera_that_runs_is_in_use() -> None:
    cameras: Objects = {(1, b"dev#", b"glob"): (30, 31), (30, b"gone", b"glob"): (0,)}
    assert media.watches(ask(cameras)) is False
    assert media.watches(ask(cameras, {(31, b"gone", b"glob"): (1,)})) is True


def test_a_mac_that_does_not_tell_is_unknown() -> None:
    assert media.listens(ask()) is None
    assert media.watches(ask()) is None


def test_a_mac_without_any_uses_none() -> None:
    nothing: Objects = {(1, b"dev#", b"glob"): ()}
    assert media.listens(ask(nothing)) is False
    assert media.watches(ask(nothing)) is False
