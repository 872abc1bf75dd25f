"""Is a microphone or a camera of the Mac in use? Never by what, and nothing is heard or seen: it needs no permission.

Core Audio and Core Media I/O know their devices as numbered objects with properties (AudioHardware.h,
AudioHardwareBase.h, CMIOHardwareDevice.h): ``dev#`` the devices, ``stm#`` the streams of one in a direction, ``gone``
whether it is running somewhere, in any process. A headset that is one device for both ways runs for music too; whether
anything records from it macOS 14 and later tell by process: ``prs#`` the processes, ``piri`` whether one takes input,
``pdv#`` from which devices. What waits for "Hey Siri" takes input, of no device.
"""

from collections.abc import Callable, Sequence

# the object, the property, its scope -> its numbers, or None where it has no such property
Ask = Callable[[int, bytes, bytes], Sequence[int] | None]

SYSTEM = 1  # kAudioObjectSystemObject, kCMIOObjectSystemObject
DEVICES, STREAMS, RUNNING = b"dev#", b"stm#", b"gone"
PROCESSES, TAKES_INPUT, USES = b"prs#", b"piri", b"pdv#"
GLOBAL, INPUT, OUTPUT = b"glob", b"inpt", b"outp"


def listens(ask: Ask) -> bool | None:
    """Whether a microphone is in use; None where macOS does not tell."""
    devices = ask(SYSTEM, DEVICES, GLOBAL)
    if devices is None:
        return None
    running = [one for one in devices if ask(one, STREAMS, INPUT) and _is(ask, one, RUNNING)]
    if any(not ask(one, STREAMS, OUTPUT) for one in running):
        return True
    return _is_recorded(ask, frozenset(running)) if running else False


def watches(ask: Ask) -> bool | None:
    """Whether a camera is in use; None where macOS does not tell."""
    devices = ask(SYSTEM, DEVICES, GLOBAL)
    return None if devices is None else any(_is(ask, one, RUNNING) for one in devices)


def _is_recorded(ask: Ask, headsets: frozenset[int]) -> bool | None:
    processes = ask(SYSTEM, PROCESSES, GLOBAL)
    if processes is None:
        return None
    return any(_is(ask, one, TAKES_INPUT) and headsets & set(ask(one, USES, INPUT) or ()) for one in processes)


def _is(ask: Ask, thing: int, name: bytes) -> bool:
    return any(ask(thing, name, GLOBAL) or ())
