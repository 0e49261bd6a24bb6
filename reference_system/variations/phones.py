"""What the articles leave open about the phones: the size of the glass, and what the system says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reference_system.phones.model import body
from reference_system.phones.model.widget import Metrics, Surface
from reference_system.phones.model.words import SYSTEM
from reference_system.variations.shown import worded_otherwise

_ASKED = ["LOGIN-SEAMLESS-03a", "TOUCHID-03a", "FACEID-03a"]
_PROVED = ["LOGIN-SEAMLESS-03c", "TOUCHID-03b", "FACEID-03b"]
_LAST = ["LOGIN-SEAMLESS-04", "TOUCHID-04", "FACEID-04"]


def _glass(name: str, sizes: Mapping[Surface, tuple[int, int]], differs: str, near: Sequence[str]) -> None:
    @body.glass_of.variation(
        name, near=near, differs=differs, permitted="no article says how large a phone is"
    )
    def _(surface: Surface) -> Metrics:
        width, height = sizes[surface]
        return replace(body.glass_of.original(surface), width=width, height=height)


_glass(
    "small-phones",
    {"android": (320, 568), "iphone": (320, 568)},
    "both phones have a glass of 320 x 568 points",
    near=[*_ASKED, "AND-MANUAL-08a", "IOS-QR-08a", "LOGIN-CHALLENGE-03d", "IOS-MANUAL-03b"],
)
_glass(
    "large-phones",
    {"android": (480, 1040), "iphone": (440, 956)},
    "the glass is 480 x 1040 points on Android and 440 x 956 on the iPhone",
    near=[*_LAST, "AND-MANUAL-08a", "IOS-QR-08a"],
)

worded_otherwise(
    "prompts-of-another-make",
    SYSTEM,
    {
        "fingerprint-title": ("Use fingerprint", "使用指紋"),
        "fingerprint-ask": ("Place your finger on the sensor", "請將手指放在感應器上"),
        "fingerprint-again": ("No match", "不相符"),
        "cancel": ("Not now", "暫時不要"),
        "passcode-for": ("{app} needs your code", "{app}需要您的密碼"),
        "face-not-recognized": ("No match", "不相符"),
        "face-id-again": ("Once more", "再來一次"),
    },
    near=["LOGIN-SEAMLESS-03b", *_PROVED],
    differs="the system words its questions for a finger, a face or a passcode otherwise",
)
