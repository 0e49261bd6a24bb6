"""Ctrl-C, SIGTERM and SIGHUP: the run that they ask to end does end, and reports what was found so far.

Python drops a ``KeyboardInterrupt`` that rises in a weak reference's callback or in a ``__del__``, and most
of a run's start is imports, which have many of both: one Ctrl-C in sixty in the first 50 ms went unheard.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import NoReturn


class Interrupts:
    """pytest plugin: ends the run at its next scenario when an interrupt was asked for and got lost."""

    def __init__(self) -> None:
        self._asked = False

    def listen(self) -> None:
        """Take the signals from now on, each as Ctrl-C."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        sys.unraisablehook = _without_interrupts

    def check(self) -> None:
        """Raise the interrupt that was asked for, if it was. Raises: KeyboardInterrupt."""
        if self._asked:
            raise KeyboardInterrupt

    def pytest_collection_finish(self) -> None:
        self.check()

    def pytest_runtest_logstart(self) -> None:
        self.check()

    def _ask(self, _number: int, _frame: FrameType | None) -> NoReturn:
        self._asked = True
        raise KeyboardInterrupt


def _without_interrupts(unraisable: sys.UnraisableHookArgs) -> None:
    if not issubclass(unraisable.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(unraisable)


def forget_handled() -> None:
    """Have Python end with the exit code it is given, though an interrupt was handled.

    CPython notes an interrupt that rises in code made from a string (``dataclass``, ``namedtuple``) and, even
    when it was handled, ends the process by SIGINT instead; the note is cleared where such code begins
    (``run_eval_code_obj`` in pythonrun.c).
    """
    exec("")
