"""XPath 1.0 with a limit of time.

libxml2 does not let itself be interrupted, and the cost of an expression is a power of the size of the tree:
``//*[count(//*[count(//*)>1])>1]`` looks 10^7 times where there are 200 elements. So an expression that is
not known to be cheap is evaluated by a process that the kernel ends when its time is over.

``python -m drivers.desktop.xpath`` is that process. Wire: a JSON object a line, with expression and document;
the answer is a line, ``{"found": positions or null}`` or ``{"error": message}``.
"""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
import threading
from typing import Any, Self

from lxml import etree

from drivers.desktop.errors import InvalidSelector, Timeout

CPU_S = 2.0
"""Seconds of processor time that the evaluation of an expression may take."""

POSITION = "position"
"""Attribute of each element of a document: its place in document order, from 0."""

_CHEAP = 10**8
"""Looks at an element that take well under a second."""

_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
# Possessive throughout ("++"): nothing that was matched is tried in another way.
_CONDITION = (
    r"(?:@[\w.-]++|''|\d++|[-+=!<>(),\s]|(?:and|or)\b|(?:position|last)\(\)"
    r"|(?:not|contains|starts-with|string-length|translate|normalize-space|concat)\((?!\s*+\)))*+"
)
_STEP = rf"(?:[^\W\d][\w-]*+|\*)(?:\[{_CONDITION}\])*+"
_PLAIN_PATH = re.compile(rf"(?://?)?+{_STEP}(?://?+{_STEP})*+")


class Expression:
    """An expression, checked. Raises: InvalidSelector."""

    def __init__(self, text: str) -> None:
        self.text = text
        try:
            self._compiled = etree.XPath(text, regexp=False)
        except (etree.XPathError, ValueError) as error:  # ValueError: characters that XML does not have
            raise InvalidSelector(f"{self}: {error}") from error
        bare = _LITERAL.sub("''", text).strip()
        self._is_plain = _PLAIN_PATH.fullmatch(bare) is not None
        self._leaps = bare.count("//")

    def __str__(self) -> str:
        return f"xpath {self.text!r}"

    def is_cheap(self, elements: int) -> bool:
        """Whether it is known to take little time on a tree of so many elements.

        It is when it is a plain path, whose conditions look at attributes only. Each ``//`` may lead from
        every element found so far to every other, and what it finds is compared with all found so far.
        """
        return self._is_plain and elements ** (1 + self._leaps) <= _CHEAP

    def positions(self, document: etree._Element) -> list[int] | None:
        """Positions of the elements it selects; ``None`` when it selects something else.

        Raises: InvalidSelector, when it cannot be evaluated.
        """
        try:
            hits: Any = self._compiled(document)
        except etree.XPathError as error:
            raise InvalidSelector(f"{self}: {error}") from error
        if not isinstance(hits, list) or not all(isinstance(hit, etree._Element) for hit in hits):
            return None
        return [int(hit.get(POSITION, "")) for hit in hits]


class Evaluator:
    """Evaluates expressions within their time. For any number of threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._idle: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._idle:
            process.communicate()  # it ends with its standard input

    def positions(self, expression: Expression, document: etree._Element, elements: int) -> list[int]:
        """Positions of the elements that ``expression`` selects, in document order.

        Args:
            document: ``elements`` elements, each with its ``POSITION``.
        Raises: InvalidSelector, when it selects something else; Timeout.
        """
        if expression.is_cheap(elements):
            found = expression.positions(document)
        else:
            found = self._evaluated_elsewhere(expression, document)
        if found is None:
            raise InvalidSelector(f"{expression} does not select elements")
        return found

    def _evaluated_elsewhere(self, expression: Expression, document: etree._Element) -> list[int] | None:
        question = {"expression": expression.text, "document": etree.tostring(document, encoding="unicode")}
        process = self._take()
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(json.dumps(question).encode() + b"\n")
            process.stdin.flush()
        said = process.stdout.readline()
        if not said:
            process.communicate()
            if process.returncode == -signal.SIGVTALRM:
                raise Timeout(f"{expression} took more than {CPU_S:g} s of processor time")
            raise RuntimeError(f"the process that evaluates xpath ended with {process.returncode}")
        with self._guard:
            self._idle.append(process)
        answer = json.loads(said)
        if "error" in answer:
            raise InvalidSelector(answer["error"])
        found: list[int] | None = answer["found"]
        return found

    def _take(self) -> subprocess.Popen[bytes]:
        with self._guard:
            while self._idle:
                process = self._idle.pop()
                if process.poll() is None:
                    return process
        command = [sys.executable, "-m", "drivers.desktop.xpath"]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )


def main() -> None:
    """Answer questions until the end of standard input; one that takes too long ends the process."""
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False)
    for line in sys.stdin.buffer:
        question = json.loads(line)
        answer: dict[str, Any]
        try:
            expression = Expression(question["expression"])
            document = etree.fromstring(question["document"], parser)
            signal.setitimer(signal.ITIMER_VIRTUAL, CPU_S)  # SIGVTALRM, which nobody handles
            answer = {"found": expression.positions(document)}
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        except InvalidSelector as error:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            answer = {"error": error.message}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
