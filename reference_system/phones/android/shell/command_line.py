"""Runs command lines: commands with quoted words, one after another, or only after the last one's success."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reference_system.phones.android.system import AndroidSystem

NOT_FOUND = 127
_AFTER_SUCCESS, _ALWAYS = "&&", ";"


class Source(Protocol):
    """Where a command reads from."""

    async def read(self, limit: int = ...) -> bytes:
        """The next bytes; ``b""`` at the end."""


Sink = Callable[[bytes], Awaitable[None]]
"""Where a command writes to; ConnectionError when nobody reads it any more."""


class Failure(Exception):
    """A command ends with a message on its standard error and an exit status."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class Streams:
    """Standard input, output and error of a command line; ``hung_up`` is set when the caller is gone."""

    stdin: Source
    out: Sink
    err: Sink
    hung_up: asyncio.Event


@dataclass
class Call:
    """One command as it is run: its name, its arguments, and the world around it."""

    system: AndroidSystem
    name: str
    args: list[str]
    streams: Streams

    async def say(self, text: str) -> None:
        """Write lines to standard output; a missing newline at the end is added."""
        if text:
            await self.streams.out((text if text.endswith("\n") else text + "\n").encode())

    def sub(self, name: str, args: Sequence[str]) -> Call:
        """The same call under another name and with other arguments."""
        return Call(self.system, name, list(args), self.streams)


Command = Callable[[Call], Awaitable[None]]
"""Runs one command; raises Failure."""
Table = dict[str, Command]


def register(table: Table, *names: str) -> Callable[[Command], Command]:
    """Put the decorated command into ``table`` under each of ``names``."""

    def enter(command: Command) -> Command:
        for name in names:
            table[name] = command
        return command

    return enter


def split(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a line: after which of ``;`` and ``&&`` each stands, and its words.

    Raises: Failure, for what else a shell understands.
    """
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|<>()`")
    lexer.whitespace_split = True
    lexer.commenters = ""
    commands: list[tuple[str, list[str]]] = [(_ALWAYS, [])]
    try:
        for word in lexer:
            if word in (_ALWAYS, _AFTER_SUCCESS):
                commands.append((word, []))
            elif word and all(character in lexer.punctuation_chars for character in word):
                raise Failure(
                    f"/system/bin/sh: syntax error: '{word}' unexpected: this shell only lists commands"
                )
            else:
                commands[-1][1].append(word)
    except ValueError as error:
        raise Failure(f"/system/bin/sh: syntax error: {error}") from error
    return [command for command in commands if command[1]]


async def run(system: AndroidSystem, commands: Mapping[str, Command], text: str, streams: Streams) -> int:
    """Run a command line and return its exit status, 0 to 255."""
    try:
        lines = split(text)
    except Failure as failure:
        await streams.err(f"{failure}\n".encode())
        return failure.status
    status = 0
    for when, words in lines:
        if when == _ALWAYS or status == 0:
            status = await _run(system, commands, words, streams)
    return status


async def _run(
    system: AndroidSystem, commands: Mapping[str, Command], words: list[str], streams: Streams
) -> int:
    name, *args = words[1:] if words[0] == "exec" else words
    command = commands.get(name)
    if command is None:
        await streams.err(f"/system/bin/sh: {name}: inaccessible or not found\n".encode())
        return NOT_FOUND
    try:
        await command(Call(system, name, args, streams))
    except Failure as failure:
        await streams.err(f"{failure}\n".encode())
        return failure.status
    return 0


def verb(table: Table) -> Command:
    """The command whose first argument names one of the ``table``."""

    async def choose(call: Call) -> None:
        name, *args = call.args or [""]
        command = table.get(name)
        if command is None:
            raise Failure(f"Unknown command: {name}", 255)
        await command(call.sub(name, args))

    return choose
