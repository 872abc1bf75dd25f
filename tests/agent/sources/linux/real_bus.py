"""A bus of one's own by the real dbus-daemon, and services on it by the real libsystemd."""

import ctypes
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from barometer_agent.sources.linux import libsystemd
from barometer_agent.sources.linux.libsystemd import call
from tests.agent.sources.linux.fake_libsystemd import Value

_CONFIGURATION = """\
<busconfig>
  <type>custom</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}</servicedir>
  <policy context="default">
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*" eavesdrop="true"/>
  </policy>
</busconfig>
"""
_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
_HELD: Mapping[str, Any] = {"b": ctypes.c_int, "u": ctypes.c_uint32, "t": ctypes.c_uint64}
_LOOK_US = 20_000

Objects = Mapping[str, Mapping[str, Value]]


class RealBus:
    """The bus at ``address``; its services end with it."""

    def __init__(self, folder: Path) -> None:
        self.address = f"unix:path={folder}/bus"
        self._folder = folder
        self._services: list[_Service] = []

    def serve(self, name: str, objects: Objects) -> None:
        """A service called ``name`` whose objects have these properties and methods, by path and by name."""
        self._services.append(_Service(self.address, name, objects))

    def startable(self, name: str) -> Path:
        """A service that would be started when somebody speaks to it; the file is there once that was done."""
        started = self._folder / "started"
        text = f'[D-BUS Service]\nName={name}\nExec=/bin/sh -c "touch {started}; exit 1"\n'
        (self._folder / f"{name}.service").write_text(text)
        return started

    def speak_to(self, name: str) -> None:
        """As somebody who does not mind that a service is started."""
        asked = ("dbus-send", f"--bus={self.address}", "--print-reply", f"--dest={name}", "/", "org.x.Ping")
        subprocess.run(asked, capture_output=True, timeout=30, check=False)

    def stop(self) -> None:
        for service in self._services:
            service.stop()


@contextmanager
def running(folder: Path) -> Iterator[RealBus]:
    """A bus in ``folder``, whose path must be a short one."""
    settings = folder / "bus.conf"
    settings.write_text(_CONFIGURATION.format(folder=folder))
    command = ["dbus-daemon", f"--config-file={settings}", "--nofork", "--nosyslog", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
        assert daemon.stdout is not None
        bus = RealBus(folder)
        try:
            assert daemon.stdout.readline(), "dbus-daemon did not start"
            yield bus
        finally:
            bus.stop()
            daemon.terminate()


class _Service:
    """Answers in a thread of its own until it is stopped."""

    def __init__(self, address: str, name: str, objects: Objects) -> None:
        self._library = libsystemd.loaded()
        self._objects = objects
        self._ending = threading.Event()
        self._bus = ctypes.c_void_p()
        self._handler = _HANDLER(self._handle)
        call(self._library, "sd_bus_new", ctypes.byref(self._bus))
        call(self._library, "sd_bus_set_address", self._bus, address.encode())
        call(self._library, "sd_bus_set_bus_client", self._bus, 1)
        call(self._library, "sd_bus_start", self._bus)
        for path in objects:
            call(self._library, "sd_bus_add_object", self._bus, None, path.encode(), self._handler, None)
        call(self._library, "sd_bus_request_name", self._bus, name.encode(), ctypes.c_uint64(0))
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def stop(self) -> None:
        self._ending.set()
        self._thread.join()
        self._library.sd_bus_flush_close_unref(self._bus)

    def _work(self) -> None:
        while not self._ending.is_set():
            if not call(self._library, "sd_bus_process", self._bus, None):
                call(self._library, "sd_bus_wait", self._bus, ctypes.c_uint64(_LOOK_US))

    def _handle(self, question: int, _userdata: int | None, _error: int | None) -> int:
        """1: answered; 0: left to sd-bus, which says that there is no such thing."""
        message = ctypes.c_void_p(question)
        is_get = self._library.sd_bus_message_is_method_call(message, b"org.freedesktop.DBus.Properties", b"Get")
        get_path = self._library.sd_bus_message_get_path
        get_path.restype = ctypes.c_char_p
        told = self._objects[get_path(message).decode()]
        name = [self._said(message) for _ in range(2)][1] if is_get else self._member(message)
        if name not in told:
            return 0
        self._answer(message, *told[name], in_variant=bool(is_get))
        return 1

    def _member(self, message: ctypes.c_void_p) -> str:
        """The method that is called."""
        get = self._library.sd_bus_message_get_member
        get.restype = ctypes.c_char_p
        return str(get(message).decode())

    def _said(self, message: ctypes.c_void_p) -> str:
        text = ctypes.c_char_p()
        call(self._library, "sd_bus_message_read_basic", message, ctypes.c_char(b"s"), ctypes.byref(text))
        return (text.value or b"").decode()

    def _answer(self, question: ctypes.c_void_p, kind: str, value: str | int, *, in_variant: bool) -> None:
        reply = ctypes.c_void_p()
        held = value.encode() if isinstance(value, str) else ctypes.byref(_HELD[kind](value))
        call(self._library, "sd_bus_message_new_method_return", question, ctypes.byref(reply))
        if in_variant:
            call(self._library, "sd_bus_message_open_container", reply, ctypes.c_char(b"v"), kind.encode())
        call(self._library, "sd_bus_message_append_basic", reply, ctypes.c_char(kind.encode()), held)
        if in_variant:
            call(self._library, "sd_bus_message_close_container", reply)
        call(self._library, "sd_bus_send", self._bus, reply, None)
        self._library.sd_bus_message_unref(reply)
