"""The challenge/response algorithm that IB Key uses, as published: OCRA, RFC 6287."""

from __future__ import annotations

import hmac

import oath  # type: ignore[import-untyped]

SUITE = "OCRA-1:HOTP-SHA1-8:C-QN06-PSHA1"
QUESTION_DIGITS = 6
RESPONSE_DIGITS = 8
LOOK_AHEAD = 20
"""Counter values beyond the next one that are tried: the phone counts every generation, used or not."""

_suite = oath.str2ocrasuite(SUITE)


def response(key: bytes, counter: int, question: str, pin: str) -> str:
    """The answer of an IB Key instance to a challenge.

    Args:
        key: The instance's secret key, any length (RFC 6287 advises 20 bytes for SHA-1).
        counter: The instance's count of generations so far, 0 or more.
        question: The challenge, up to 6 decimal digits, no spaces.
        pin: The PIN as typed; its SHA-1 over UTF-8 goes into the computation.
    Returns: 8 decimal digits, leading zeros kept.
    Raises: ValueError, when the question is not up to 6 ASCII digits, or the counter is negative.
    Source: RFC 6287, suite ``OCRA-1:HOTP-SHA1-8:C-QN06-PSHA1``.
    """
    if not (question.isascii() and question.isdigit() and len(question) <= QUESTION_DIGITS):
        raise ValueError(f"an OCRA question is 1 to {QUESTION_DIGITS} digits")
    if counter < 0:
        raise ValueError("an OCRA counter is not negative")
    return str(_suite(key, C=counter, Q=question, P=pin.encode()))


def matching_counter(
    key: bytes, counter: int, question: str, pin: str, offered: str, *, look_ahead: int = LOOK_AHEAD
) -> int | None:
    """The counter that ``offered`` was made with, from ``counter`` to ``counter + look_ahead``; else None."""
    for candidate in range(counter, counter + look_ahead + 1):
        if hmac.compare_digest(response(key, candidate, question, pin).encode(), offered.encode()):
            return candidate
    return None
