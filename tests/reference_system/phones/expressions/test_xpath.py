"""XPath: what is evaluated on the spot, what aside, and that nothing takes for ever."""

from __future__ import annotations

import pytest
from lxml import etree

from reference_system.phones.expressions import ExpressionRefused
from reference_system.phones.expressions.xpath import is_cheap, select
from tests.reference_system.phones.conftest import with_aside

PAGE = etree.fromstring(
    '<page><row n="1"><b t="Log in"/><b t="Cancel"/></row><row n="2"><b t="Help"/></row></page>'
)


def selected(expression: str, start: etree._Element | None = None) -> list[str | None]:
    where = PAGE.getroottree() if start is None else start
    found = with_aside(lambda aside: select(where, expression, aside))
    return [None if one is None else one.get("t") or one.get("n") or one.tag for one in found]


CHEAP = {
    "//b[@t='Help']": ["Help"],
    "/page/row[2]/b": ["Help"],
    "(//b)[last()]": ["Help"],
    "//b[not(@t='Help') and contains(@t, 'n')]": ["Log in", "Cancel"],
    "//b[ends-with(lower-case(@t), 'in')]/following-sibling::b": ["Cancel"],
    "//row[b]": ["1", "2"],
    "//b[@t='//b[following::*]' or @t=\"Help\"]": ["Help"],
    "//b/@t": [None, None, None],
    "//b[@t='Help']/..": ["2"],
    ".": ["page"],
}
COSTLY = {
    "//row[.//b[@t='Help']]": ["2"],
    "//b[../@n='2']": ["Help"],
    "//b[matches(@t, '^L.*n$')]": ["Log in"],
    "//b[replace(@t, '(l)p', '$1-p')='Hel-p']": ["Help"],
    "//b[@t='Log in']/following::b": ["Cancel", "Help"],
    "//b[ancestor::row[@n='1']]": ["Log in", "Cancel"],
    "//b[string-length(concat(@t, @t))=8]": ["Help"],
    "//b[count(//row)=2]/@t": [None, None, None],
    "//b" + "/parent::*/b" * 10: ["Log in", "Cancel", "Help"],
}


@pytest.mark.parametrize(("expression", "found"), CHEAP.items())
def test_cheap(expression: str, found: list[str | None]) -> None:
    assert is_cheap(expression)
    assert selected(expression) == found


@pytest.mark.parametrize(("expression", "found"), COSTLY.items())
def test_costly(expression: str, found: list[str | None]) -> None:
    assert not is_cheap(expression)
    assert selected(expression) == found


@pytest.mark.parametrize("expression", ["b", "./b[matches(@t, '.*')]"])
def test_from_an_element(expression: str) -> None:
    assert selected(expression, PAGE[1]) == ["Help"]


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("//b[", "is not a valid XPath"),
        ("//b[//", "is not a valid XPath"),
        ("//b[@t='a]", "is not a valid XPath"),
        ("//b[lower-case()]", "is not a valid XPath"),
        ("//b[matches(@t, '[')]", "is not a valid XPath"),
        ("//b[tokenize(@t, ' ')]", "is not a valid XPath"),
        ("count(//b)", "selects no elements but a value"),
        ("matches('a', 'a')", "selects no elements but a value"),
        ("//b" + " " * 4094, "has 4097 characters; this phone takes expressions of up to 4096"),
        ("//b[matches('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '(.*.*.*.*.*.*.*)*x')]", "takes more than 0.3 s"),
        ("//*" + "[count(//*" * 14 + ")>0]" * 14, "takes more than 0.3 s"),
        (
            "//b[" + "replace(" * 40 + "@t" + ", '.', 'xxxxxxxxxx')" * 40 + "='x']",
            "needs more memory than this phone gives|takes more than 0.3 s",
        ),
    ],
)
def test_refused(expression: str, why: str) -> None:
    with pytest.raises(ExpressionRefused, match=why):
        selected(expression)
