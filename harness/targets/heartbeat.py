"""Signs of life of a system under test: asked for while a step waits, so that no silence passes for a breach.

The browser, the drivers and the lab are no witnesses: a command that returned shows that its driver lives.
What is asked is the system's own address, by a connection of its own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

ASK_AFTER_S = 0.5
"""Of a step that lasts longer the system is asked for signs of life; on green runs few do."""

ASK_EVERY_S = 0.25
ASK_EVERY_ELSEWHERE_S = 1.0  # where asking is no matter of microseconds
DELAY_S = 0.5
"""An answer within that time is no sign of a silence, however late our own question was."""

LONGEST_SILENCE_S = 2.0
SHORTEST_SILENCE_S = 1.0
GIVE_UP_S = 10.0
_NO_ANSWERS = {502, 503, 504}  # of what stands before a system that does not answer
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Heartbeat:
    """Asks the system at ``address`` while a step lasts, in a thread of its own.

    Args:
        address: Called before each question; None while there is nothing to ask.
    """

    def __init__(self, address: Callable[[], str | None]) -> None:
        # All times are those of time.monotonic.
        self._address = address
        self._began: float | None = None  # the step
        self._sign = 0.0  # the last answer
        self._asked: float | None = None  # the first question since then
        self._longest_s = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def begin(self) -> None:
        """A step begins."""
        self._began, self._longest_s = time.monotonic(), 0.0
        if not self._thread.is_alive() and not self._over.is_set():
            self._thread.start()

    def end(self) -> None:
        """The step has ended."""
        self._began = None

    def silence_s(self) -> float | None:
        """For how long the system did not answer in the step that runs; None where it answered.

        It is asked once more now. A silence begins with the last sign of life or with the step. It counts
        from half of the time that the step took, but at least from ``SHORTEST_SILENCE_S`` and at most from
        ``LONGEST_SILENCE_S``.
        """
        asked = self._asked or time.monotonic()
        address, began = self._address(), self._began
        if address is None or began is None:
            return None
        counts_from = min(max((time.monotonic() - began) / 2, SHORTEST_SILENCE_S), LONGEST_SILENCE_S)
        answers = _answers(address, within_s=LONGEST_SILENCE_S)
        silent = max(self._longest_s, self._silent_s(asked, began, answers=answers))
        return silent if not answers or silent >= counts_from else None

    def _silent_s(self, asked: float, began: float, *, answers: bool) -> float:
        """How long the silence lasted until now; 0 where what was ``asked`` was answered without delay."""
        now = time.monotonic()
        return now - max(self._sign, began) if now - asked >= DELAY_S or not answers else 0.0

    def comes_back(self, *, within_s: float) -> bool:
        """Whether the system answers before so many seconds have passed."""
        deadline = time.monotonic() + within_s
        while (address := self._address()) is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            if _answers(address, within_s=min(left, GIVE_UP_S)):
                return True
            self._over.wait(min(left, ASK_EVERY_S))
        return True

    def close(self) -> None:
        """Ask no more."""
        self._over.set()

    def _beat(self) -> None:
        every_s = ASK_EVERY_S
        while not self._over.wait(every_s):
            began = self._began
            if began is None or time.monotonic() - began < ASK_AFTER_S:
                continue
            address = self._address()
            if address is not None:
                every_s = ASK_EVERY_S if _is_here(address) else ASK_EVERY_ELSEWHERE_S
                self._ask(address, began)

    def _ask(self, address: str, began: float) -> None:
        asked = self._asked = self._asked or time.monotonic()
        if _answers(address, within_s=GIVE_UP_S):
            self._longest_s = max(self._longest_s, self._silent_s(asked, began, answers=True))
            self._sign, self._asked = time.monotonic(), None


def _is_here(address: str) -> bool:
    return urlsplit(address).hostname in _LOOPBACK


def _answers(address: str, *, within_s: float) -> bool:
    """Whether anything comes back from ``address``, whatever it is."""
    from http.client import HTTPException
    from ssl import SSLError
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    try:
        _opener(_is_here(address)).open(Request(address, method="HEAD"), timeout=within_s).close()
    except HTTPError as error:
        error.close()
        return error.code not in _NO_ANSWERS
    except URLError as error:
        return isinstance(error.reason, SSLError)  # it speaks, but another language
    except HTTPException as error:
        return not isinstance(error, OSError)  # one that is both has closed the connection
    except OSError:
        return False
    return True


@cache
def _opener(is_here: bool) -> OpenerDirector:
    """What opens addresses; nothing between us and ourselves, elsewhere the user's proxy."""
    import ssl  # imported when a step lasts: 15 ms of a start
    from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, build_opener

    class NotFollowed(HTTPRedirectHandler):
        """A redirect is an answer."""

        def redirect_request(self, *_: object) -> None:
            return None

    any_certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    any_certificate.check_hostname = False
    any_certificate.verify_mode = ssl.CERT_NONE
    return build_opener(
        NotFollowed, ProxyHandler({} if is_here else None), HTTPSHandler(context=any_certificate)
    )
