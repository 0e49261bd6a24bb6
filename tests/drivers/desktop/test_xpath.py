"""XPath within its time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import psutil
import pytest
from lxml import etree

from drivers.desktop.errors import InvalidSelector, Timeout
from drivers.desktop.xpath import _PLAIN_PATH, POSITION, Evaluator, Expression

ELEMENTS = 331
ENDLESS = "//*[count(//*[count(//*[count(//*[count(//*)>1])>1])>1])>1]"


@pytest.fixture
def document() -> etree._Element:
    """A root with 30 panels of 10 labels, in document order."""
    root = etree.Element("application")
    for _ in range(30):
        panel = etree.SubElement(root, "panel")
        for index in range(10):
            etree.SubElement(panel, "label", name=str(index))
    for position, element in enumerate(root.iter()):
        element.set(POSITION, str(position))
    assert position + 1 == ELEMENTS
    return root


@pytest.fixture
def evaluator() -> Iterator[Evaluator]:
    with Evaluator() as one:
        yield one


def children() -> list[psutil.Process]:
    return psutil.Process().children()


@pytest.mark.parametrize(
    ("expression", "cheap"),
    [
        ("//*[@showing='true' and (@role='text' or @role='password text') and (@name='用戶名')]", True),
        ("//*[@role='text'][@editable='true' and @enabled='true']", True),
        ("//label[string-length(@name)>5 and translate(@name, ' 0123456789', '')='']", True),
        ("//dialog[@showing='true']//push_button[@showing='true']", True),
        ("/application/frame[1]/text[position()<3]", True),
        ('//text[@name="it\'s // not [a] path"]', True),
        ("//a//b//c", False),
        ("//*[.//label]", False),
        ("//*[*!=*]", False),
        ("//*[string-length()>1]", False),
        ("//label/..", False),
        ("//label/following::*", False),
        ("//panel|//label", False),
        ("(//label)[2]", False),
        ("//*[/a/b/c]", False),
        ("//*[count(//*)>1]", False),
        (ENDLESS, False),
    ],
)
def test_what_is_known_to_be_cheap(expression: str, cheap: bool) -> None:
    assert Expression(expression).is_cheap(ELEMENTS) == cheap


def test_a_plain_path_is_not_cheap_on_a_large_tree() -> None:
    assert not Expression("//label").is_cheap(100_000)


@pytest.mark.parametrize(
    "condition", ["1" * 4000, "@a" + "-1" * 2000, "(" * 400 + ")" * 400, " " * 4000, "''" * 2000]
)
def test_whether_it_is_cheap_is_known_at_once(condition: str) -> None:
    """A pattern that tries every way to split a long row would never end."""
    with pytest.raises(InvalidSelector):
        Expression(f"//*[{condition}!]")
    assert not _PLAIN_PATH.fullmatch(f"//*[{condition};]")


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("//label[@name='3']", [1 + 11 * panel + 4 for panel in range(30)]),
        ("(//label)[2]", [3]),
        ("//panel[.//label][2]/..", [0]),
        ("//panel[3]|/application", [0, 23]),
        ("//nothing[.//label]", []),
    ],
)
def test_finds_the_same_here_and_elsewhere(
    evaluator: Evaluator, document: etree._Element, expression: str, found: list[int]
) -> None:
    assert evaluator.positions(Expression(expression), document, ELEMENTS) == found
    assert evaluator.positions(Expression(expression), document, 10**9) == found


@pytest.mark.parametrize("elements", [ELEMENTS, 10**9])
@pytest.mark.parametrize("expression", ["//label/@name", "count(//label)", "'label'", "nope()", "$x"])
def test_what_does_not_select_elements(
    evaluator: Evaluator, document: etree._Element, expression: str, elements: int
) -> None:
    with pytest.raises(InvalidSelector):
        evaluator.positions(Expression(expression), document, elements)


def test_an_endless_expression_is_given_up_and_others_go_on(
    evaluator: Evaluator, document: etree._Element
) -> None:
    refusals: list[Timeout] = []

    def ask() -> None:
        with pytest.raises(Timeout, match="processor time") as refused:
            evaluator.positions(Expression(ENDLESS), document, ELEMENTS)
        refusals.append(refused.value)

    asking = threading.Thread(target=ask)
    asking.start()
    answered = 0
    while not answered or asking.is_alive():
        assert evaluator.positions(Expression("(//label)[2]"), document, ELEMENTS) == [3]
        answered += 1
    asking.join()
    assert len(refusals) == 1
    assert answered > 10
    assert evaluator.positions(Expression("(//label)[2]"), document, ELEMENTS) == [3]


def test_a_process_is_used_again_and_ends_with_the_evaluator(document: etree._Element) -> None:
    before = len(children())
    with Evaluator() as evaluator:
        for _ in range(3):
            evaluator.positions(Expression("(//label)[2]"), document, ELEMENTS)
        assert len(children()) == before + 1
    assert len(children()) == before


def test_a_process_that_was_killed_is_replaced(evaluator: Evaluator, document: etree._Element) -> None:
    before = {process.pid for process in children()}
    evaluator.positions(Expression("(//label)[2]"), document, ELEMENTS)
    (ours,) = [process for process in children() if process.pid not in before]
    ours.kill()
    os.waitid(os.P_PID, ours.pid, os.WEXITED | os.WNOWAIT)
    assert evaluator.positions(Expression("(//label)[2]"), document, ELEMENTS) == [3]


def test_the_process_ends_with_whoever_asked_it() -> None:
    asking = subprocess.Popen(
        [sys.executable, "-m", "drivers.desktop.xpath"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert asking.stdin is not None
    asking.stdin.close()
    assert asking.wait(10) == 0
    assert signal.getsignal(signal.SIGVTALRM) == signal.SIG_DFL
