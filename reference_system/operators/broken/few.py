"""Clauses of which fewer than three kinds of breach are known, and why."""

from __future__ import annotations

from collections.abc import Mapping

_SINGLE = "no operator fits what it states; single deviations have to do"
_ONLY_THERE = "it is there and right, or it is not"

FEW: Mapping[str, str] = {
    "AND-QR-09c": _SINGLE,
    "AND-QR-ISS02": _SINGLE,
    "FACE-TOUCH-CHALLENGE-06a": _SINGLE,
    "FACE-TOUCH-CHALLENGE-INT01": "it says what may fail, and demands nothing but a way on",
    "FACE-TOUCH-CHALLENGE-INT02": "it says what may fail, and demands nothing but a way on",
    "FACE-TOUCH-CHALLENGE-INT03": "it says what may fail, and demands nothing but a way on",
    "IOS-MANUAL-07b": _SINGLE,
    "IOS-QR-02": _ONLY_THERE,
    "IOS-QR-03c": _SINGLE,
    "IOS-QR-07a": "it tells the user what not to do; the app can only fail in one way",
    "IOS-QR-07b": _SINGLE,
    "IOS-QR-08a": _ONLY_THERE,
    "IOS-QR-ISS02": _SINGLE,
    "LOGIN-CHALLENGE-05a": _SINGLE,
    "LOGIN-CHALLENGE-INT04": "it says what may fail, and demands nothing",
    "LOGIN-HELP-LCK03": _SINGLE,
    "LOGIN-SEAMLESS-02c": _ONLY_THERE,
}
