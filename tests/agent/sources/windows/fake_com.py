"""An object as COM lays it out: a pointer to a table of functions."""

import ctypes
from collections.abc import Callable, Mapping

Function = Callable[..., int]

_PLACES = 9
_RELEASE = 2
_ONE = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p)
_TWO = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class Played:
    """``functions`` by their places, each with one pointer, and the first (QueryInterface) with two."""

    def __init__(self, functions: Mapping[int, Function]) -> None:
        self.released = 0
        made = {place: (_TWO if place == 0 else _ONE)(each) for place, each in functions.items()}
        made[_RELEASE] = _ONE(self._release)
        self._functions = made  # as long as the object: ctypes does not hold them
        self._table = (ctypes.c_void_p * _PLACES)()
        for place, each in made.items():
            self._table[place] = ctypes.cast(each, ctypes.c_void_p).value
        self._object = ctypes.c_void_p(ctypes.addressof(self._table))
        self.pointer = ctypes.c_void_p(ctypes.addressof(self._object))

    def _release(self, _this: int | None, _nothing: int | None) -> int:
        self.released += 1
        return 0
