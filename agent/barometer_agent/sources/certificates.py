"""Which certificates are believed: one TLS context for all who believe the same, made when somebody first needs it."""

import logging
import ssl
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

log = logging.getLogger(__name__)

_SPOKEN = ("http/1.1",)


class Trust:
    """Makes its context at the first use and keeps it, for any number of threads.

    The system's certificates take a megabyte for as long as a context is kept, and 30 ms to read, where they lie in one
    file.
    """

    def __init__(self, make: Callable[[], ssl.SSLContext]) -> None:
        self._make = make
        self._made: ssl.SSLContext | None = None
        self._making = threading.Lock()

    def context(self) -> ssl.SSLContext:
        """The same one for everybody. Raises OSError, ssl.SSLError among them, where certificates cannot be read."""
        with self._making:
            if self._made is None:
                self._made = _settled(self._make())
            return self._made

    def forget(self) -> None:
        """Have it made anew at the next use, with the certificates that are there then."""
        with self._making:
            self._made = None


@dataclass(frozen=True)
class Trusts:
    """Whom the collector's certificate and those of the targets may be signed by."""

    collector: Trust
    targets: Trust


def trusts(ca_file: Path | None) -> Trusts:
    """The collector is believed by ``ca_file`` alone where that is set, the targets by the system's and by it.

    Without it both are the same, but where truststore asks the system: it lets one handshake at a time through a
    context, so that a target would be measured as slow as the collector is. It keeps no certificates in memory.
    """
    if ca_file is not None:
        return Trusts(Trust(partial(_of_file, ca_file)), Trust(partial(of_system, ca_file)))
    one = Trust(of_system)
    return Trusts(one, one if _is_openssls() else Trust(of_system))


def of_system(also: Path | None = None) -> ssl.SSLContext:
    """A context that trusts what the system trusts, and the certificates in ``also`` where they can be read.

    On Linux truststore reads the system's again at each handshake (30 ms, which would be counted as the target's), so
    there it is only asked when OpenSSL does not know where this distribution keeps them.
    """
    context = ssl.create_default_context() if _is_openssls() else _of_truststore()
    if also is not None:
        try:
            context.load_verify_locations(cafile=also)
        except OSError as error:  # the collector is not reached then, which says so; targets have nothing to do with it
            log.warning("ca_file_unreadable reason=%s", error)
    return context


def _of_file(path: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(path))


def _of_truststore() -> ssl.SSLContext:
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _is_openssls() -> bool:
    known = ssl.get_default_verify_paths()
    return sys.platform == "linux" and bool(known.cafile or known.capath)


def _settled(context: ssl.SSLContext) -> ssl.SSLContext:
    """``context``, which nobody changes any more: OpenSSL copies from it in one thread while another could be writing.

    httpcore would set what is spoken anew at each connection.
    """
    context.set_alpn_protocols(_SPOKEN)
    context.set_alpn_protocols = _keep  # type: ignore[method-assign]
    return context


def _keep(alpn_protocols: Iterable[str]) -> None:
    """What is spoken stays as it is."""
