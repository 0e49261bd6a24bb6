"""The process that evaluates expressions, as its owner sees it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reference_system.phones.expressions import ExpressionRefused, worker
from reference_system.phones.expressions.worker import COMPUTES_S

_LONGEST_ANSWER = 16 * 1024 * 1024


class Aside:
    """Evaluates one expression after the other; its process is started when it is first needed, and again
    after an expression that took too long. Belongs to one event loop."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def selected(self, xpath: str, document: str, start: int | None) -> list[int | None]:
        """Numbers of the elements that ``xpath`` selects, in the document's order; None: not an element.

        Args:
            start: Number of the element it starts from; None: from the document.
        Raises: ExpressionRefused.
        """
        answer = await self._answer({"xpath": xpath, "document": document, "start": start})
        return list(answer["selected"])

    async def fit(self, pattern: str, texts: Sequence[str], *, ignore_case: bool) -> list[bool]:
        """Whether ``pattern`` fits each text as a whole. Raises: ExpressionRefused."""
        question = {"pattern": pattern, "ignore_case": ignore_case, "texts": list(texts)}
        return list((await self._answer(question))["fit"])

    async def close(self) -> None:
        """End the process."""
        if self._process is not None:
            await _end(self._process)
            self._process = None

    async def _answer(self, question: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            process = self._process or await _started()
            # While a question is under way the process belongs to it: an answer that nobody takes any more
            # would be taken for the next one's.
            self._process = None
            try:
                line = await _asked(process, question)
            except BaseException:
                await _end(process)
                raise
            if not line:
                await process.wait()
                raise ExpressionRefused(
                    f"takes more than {COMPUTES_S:g} s to evaluate; this phone gives it no more"
                )
            self._process = process
        answer: dict[str, Any] = json.loads(line)
        if "refused" in answer:
            raise ExpressionRefused(answer["refused"])
        return answer


async def _started() -> Process:
    # Isolated and without variables: it needs nothing but the interpreter and lxml.
    command = [sys.executable, "-I", str(Path(worker.__file__))]
    return await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}, limit=_LONGEST_ANSWER
    )


async def _asked(process: Process, question: Mapping[str, Any]) -> bytes:
    """The line of the answer; empty when the process ended over it."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(ConnectionError):
        process.stdin.write(json.dumps(question).encode() + b"\n")
        await process.stdin.drain()
    return await process.stdout.readline()


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
