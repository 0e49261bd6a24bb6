"""Pictures written into texts (``data:`` URIs), which may show a secret and cannot be searched for it."""

from __future__ import annotations

import re

# To the quote it began with, which JSON writes with a backslash; without quotes, as in CSS, to a blank.
_PICTURE = re.compile(
    rb"""(?<=")data:image/[^"\\]+|(?<=')data:image/[^'"\\]+|(?<!["'])data:image/[^"'\\\s)<>]+"""
)
_LEFT_OUT = b"data:image/left-out,"


def without_pictures(text: bytes) -> bytes:
    """``text`` with the content of its embedded pictures left out; JSON and HTML stay what they are."""
    return _PICTURE.sub(_LEFT_OUT, text)
