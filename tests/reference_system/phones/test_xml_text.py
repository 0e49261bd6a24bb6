from __future__ import annotations

import pytest
from lxml import etree

from reference_system.phones.xml_text import xml_safe


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Log in\t\n\r 登錄 😀", "Log in\t\n\r 登錄 😀"),
        ("a\x00b\x0b\x1b[31m", "a?b??[31m"),
        ("\ufffe\uffff\ud800", "???"),
    ],
)
def test_what_xml_does_not_know(text: str, safe: str) -> None:
    assert xml_safe(text) == safe
    etree.Element("a").set("b", safe)
