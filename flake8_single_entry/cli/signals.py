"""Turn signals that would end the command at once into exceptions, so that everything it started ends with it."""

from __future__ import annotations

# The module signal creates enumerations of everything in it, which is slow.
import _signal  # type: ignore[import-not-found]
import sys

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from typing import NoReturn

_SOON = 0.005  # seconds
_ENDING = ("SIGTERM", "SIGHUP")  # SIGINT already raises KeyboardInterrupt


def end_in_order() -> None:
    """Make SIGTERM and SIGHUP raise ``SystemExit`` with 128 plus the signal's number. Call it in a command's process.

    A signal that the caller ignored stays ignored, as nohup requires. SIGCHLD is the exception: while it is ignored,
    the process cannot wait for its children.
    """
    for name in _ENDING:
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) == _signal.SIG_DFL:
            _signal.signal(number, _end)
    if hasattr(_signal, "SIGCHLD") and _signal.getsignal(_signal.SIGCHLD) == _signal.SIG_IGN:
        _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
    if hasattr(_signal, "setitimer"):
        sys.unraisablehook = _again


def _end(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _again(ignored: UnraisableHookArgs) -> None:
    """Raise the exception of a signal again if Python had to ignore it, as in a destructor or during an import."""
    stop = ignored.exc_value
    if not isinstance(stop, KeyboardInterrupt | SystemExit):
        sys.__unraisablehook__(ignored)
        return

    def once_more(_: int, __: object) -> NoReturn:
        raise stop

    _signal.signal(_signal.SIGALRM, once_more)
    _signal.setitimer(_signal.ITIMER_REAL, _SOON)
