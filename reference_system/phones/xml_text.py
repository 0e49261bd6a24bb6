"""Text in a page source."""

from __future__ import annotations

import re

_UNKNOWN_TO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(text: str) -> str:
    """``text`` with characters that XML does not know replaced by ``?``, as the real servers do."""
    return _UNKNOWN_TO_XML.sub("?", text)
