"""Runs command lines of the phone's ``sh``: words, pipes, redirections, exit codes."""

from __future__ import annotations

import asyncio
import fnmatch
import glob
import posixpath
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reference_system.phones.android.files import FileSystem, os_error
from reference_system.phones.android.shell.language import Command as CommandLine
from reference_system.phones.android.shell.language import (
    Group,
    Part,
    Redirect,
    Script,
    ShellSyntaxError,
    Stage,
    Word,
    expand_variables,
    parse,
)
from reference_system.phones.android.system import AndroidSystem

NOT_FOUND = 127
BROKEN_PIPE = 141
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_GLOB = re.compile(r"[*?\[]")


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


class Exit(Exception):
    """``exit`` or ``exec`` ends the whole command line."""

    def __init__(self, status: int) -> None:
        super().__init__(f"exit {status}")
        self.status = status


@dataclass
class Streams:
    """Standard input, output and error of a command; ``hung_up`` is set when the caller is gone."""

    stdin: Source
    out: Sink
    err: Sink
    hung_up: asyncio.Event


@dataclass
class Call:
    """One command as it is run: its name, its arguments, and the world around it."""

    system: AndroidSystem
    shell: Shell
    name: str
    args: list[str]
    streams: Streams

    async def say(self, text: str) -> None:
        """Write lines to standard output; a missing newline at the end is added."""
        if text:
            await self.streams.out((text if text.endswith("\n") else text + "\n").encode())

    async def complain(self, text: str) -> None:
        """Write lines to standard error."""
        await self.streams.err((text if text.endswith("\n") else text + "\n").encode())

    def path(self, name: str) -> str:
        """``name`` as an absolute path."""
        return posixpath.join(self.shell.folder, name)

    async def stdin(self) -> bytes:
        """Everything that standard input has, to its end."""
        parts = []
        while part := await self.streams.stdin.read():
            parts.append(part)
        return b"".join(parts)

    def sub(self, name: str, args: Sequence[str]) -> Call:
        """The same call under another name and with other arguments."""
        return Call(self.system, self.shell, name, list(args), self.streams)


Command = Callable[[Call], Awaitable[int | None]]
"""Runs one command and gives its exit status (None: 0); raises Failure, OSError or Exit."""
Table = dict[str, Command]


def register(table: Table, *names: str) -> Callable[[Command], Command]:
    """Put the decorated command into ``table`` under each of ``names``."""

    def enter(command: Command) -> Command:
        for name in names:
            table[name] = command
        return command

    return enter


class _Pipe:
    """What one command of a pipeline writes and the next one reads."""

    def __init__(self) -> None:
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue(maxsize=16)
        self._rest = b""
        self._reader_gone = asyncio.Event()

    async def write(self, data: bytes) -> None:
        if not data:
            return
        put = asyncio.ensure_future(self._chunks.put(data))
        gone = asyncio.ensure_future(self._reader_gone.wait())
        await asyncio.wait({put, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if self._reader_gone.is_set():
            put.cancel()
            raise BrokenPipeError("nobody reads the pipe")

    async def finish(self) -> None:
        """The writer has ended."""
        if not self._reader_gone.is_set():
            await self._chunks.put(b"")

    async def read(self, limit: int = 65536) -> bytes:
        if not self._rest:
            self._rest = await self._chunks.get()
            if not self._rest:
                self._chunks.put_nowait(b"")
        taken, self._rest = self._rest[:limit], self._rest[limit:]
        return taken

    def abandon(self) -> None:
        """The reader has ended: what is still written is nobody's."""
        self._reader_gone.set()
        while not self._chunks.empty():
            self._chunks.get_nowait()


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data

    async def read(self, limit: int = 65536) -> bytes:
        taken, self._data = self._data[:limit], self._data[limit:]
        return taken


class Shell:
    """One ``sh``: its folder, variables and the status of the last command."""

    def __init__(
        self, system: AndroidSystem, commands: Mapping[str, Command], *, user: str = "shell"
    ) -> None:
        self.system = system
        self.commands = commands
        self.user = user
        self.folder = "/"
        self.variables = {
            "HOME": "/",
            "PATH": "/product/bin:/apex/com.android.runtime/bin:/system/bin",
            "TMPDIR": "/data/local/tmp",
            "USER": user,
            "EXTERNAL_STORAGE": "/sdcard",
            "?": "0",
        }

    async def run(self, text: str, streams: Streams) -> int:
        """Run a command line and return its exit status, 0 to 255."""
        try:
            script = parse(text)
        except ShellSyntaxError as error:
            await streams.err(f"/system/bin/sh: {error}\n".encode())
            return 1
        try:
            return await self._script(script, streams)
        except Exit as end:
            return end.status

    async def call(self, words: Sequence[str], streams: Streams) -> int:
        """Run one command by its words, already expanded."""
        name, *args = words
        command = self.commands.get(posixpath.basename(name) if name.startswith("/system/bin/") else name)
        if command is None:
            await streams.err(f"/system/bin/sh: {name}: inaccessible or not found\n".encode())
            return NOT_FOUND
        call = Call(self.system, self, name, args, streams)
        try:
            return await command(call) or 0
        except Failure as failure:
            if str(failure):
                await call.complain(str(failure))
            return failure.status
        except ConnectionError:
            return BROKEN_PIPE
        except (ValueError, IndexError):
            # A word that is no number, or one too few: commands take their words without checking first.
            await call.complain(f"{name}: bad arguments")
            return 1
        except OSError as error:
            await call.complain(f"{name}: {error.filename}: {error.strerror}")
            return 1

    async def _script(self, script: Script, streams: Streams) -> int:
        status = 0
        for step in script:
            skipped = (step.when == "after success" and status != 0) or (
                step.when == "after failure" and status == 0
            )
            if skipped:
                continue
            status = await self._pipeline(step.pipeline, streams)
            self.variables["?"] = str(status)
        return status

    async def _pipeline(self, stages: Sequence[Stage], streams: Streams) -> int:
        if len(stages) == 1:
            return await self._stage(stages[0], streams)
        pipes = [_Pipe() for _ in stages[1:]]

        async def run(index: int) -> int:
            incoming = pipes[index - 1] if index else None
            outgoing = pipes[index] if index < len(pipes) else None
            own = Streams(
                incoming or streams.stdin,
                outgoing.write if outgoing else streams.out,
                streams.err,
                streams.hung_up,
            )
            subshell = self._subshell()
            try:
                return await subshell._stage(stages[index], own)
            except Exit as end:
                return end.status
            finally:
                if outgoing:
                    await outgoing.finish()
                if incoming:
                    incoming.abandon()

        return (await asyncio.gather(*(run(index) for index in range(len(stages)))))[-1]

    async def _stage(self, stage: Stage, streams: Streams) -> int:
        files: list[tuple[str, bytearray, bool]] = []
        try:
            streams = self._redirected(stage.redirects, streams, files)
        except OSError as error:
            await streams.err(f"/system/bin/sh: can't open {error.filename}: {error.strerror}\n".encode())
            return 1
        status = (
            await self._group(stage, streams)
            if isinstance(stage, Group)
            else await self._command(stage, streams)
        )
        for path, content, append in files:
            old = self.system.files.read(path) if append and self.system.files.exists(path) else b""
            try:
                self.system.files.write(path, old + bytes(content))
            except OSError as error:
                await streams.err(f"/system/bin/sh: can't create {path}: {error.strerror}\n".encode())
                status = status or 1
        return status

    async def _group(self, group: Group, streams: Streams) -> int:
        try:
            return await self._subshell()._script(group.body, streams)
        except Exit as end:
            return end.status

    async def _command(self, line: CommandLine, streams: Streams) -> int:
        words: list[str] = []
        assigned: dict[str, str] = {}
        for word in line.words:
            first = word[0]
            if not words and not first.quoted and _ASSIGNMENT.match(first.text):
                name, _, value = "".join(self._expanded(part) for part in word).partition("=")
                assigned[name] = value
            else:
                words.extend(self._fields(word))
        if not words:
            self.variables.update(assigned)
            return 0
        before = dict(self.variables)
        self.variables.update(assigned)
        try:
            return await self.call(words, streams)
        finally:
            for name in assigned:
                if name in before:
                    self.variables[name] = before[name]
                else:
                    self.variables.pop(name, None)

    def _subshell(self) -> Shell:
        copy = Shell(self.system, self.commands, user=self.user)
        copy.folder, copy.variables = self.folder, dict(self.variables)
        return copy

    def _expanded(self, part: Part) -> str:
        return expand_variables(part.text, self.variables) if part.expands else part.text

    def _fields(self, word: Word) -> list[str]:
        """The arguments a word becomes: usually one; none or several where it names variables or files."""
        fields: list[str] = []
        text = pattern = ""
        open_field = has_glob = False
        for part in word:
            expanded = self._expanded(part)
            pieces = [expanded] if part.quoted else re.split(r"\s+", expanded)
            for index, piece in enumerate(pieces):
                if index and open_field:
                    fields.extend(self._matched(text, pattern if has_glob else None))
                    text, pattern, open_field, has_glob = "", "", False, False
                text += piece
                pattern += glob.escape(piece) if part.quoted else piece
                open_field = open_field or part.quoted or bool(piece)
                has_glob = has_glob or (not part.quoted and bool(_GLOB.search(piece)))
        if open_field:
            fields.extend(self._matched(text, pattern if has_glob else None))
        return fields

    def _matched(self, text: str, pattern: str | None) -> list[str]:
        if pattern is None:
            return [text]
        return matching_paths(self.system.files, self.folder, pattern) or [text]

    def _redirected(
        self, redirects: Sequence[Redirect], streams: Streams, files: list[tuple[str, bytearray, bool]]
    ) -> Streams:
        outputs: dict[int, Sink] = {1: streams.out, 2: streams.err}
        stdin = streams.stdin
        for redirect in redirects:
            target = "".join(self._expanded(part) for part in redirect.target)
            path = posixpath.join(self.folder, target)
            if redirect.kind == ">&":
                if target not in ("1", "2"):
                    raise os_error(9, target)
                outputs[redirect.stream] = outputs[int(target)]
            elif redirect.kind == "<":
                stdin = _Bytes(b"" if path == "/dev/null" else self.system.files.read(path))
            elif path == "/dev/null":
                outputs[redirect.stream] = _discard
            else:
                self.system.files.find(posixpath.dirname(path))
                content = bytearray()
                files.append((path, content, redirect.kind == ">>"))
                outputs[redirect.stream] = _collector(content)
        return Streams(stdin, outputs[1], outputs[2], streams.hung_up)


def _collector(content: bytearray) -> Sink:
    async def collect(data: bytes) -> None:
        content.extend(data)

    return collect


async def _discard(_data: bytes) -> None:
    return None


def matching_paths(files: FileSystem, folder: str, pattern: str) -> list[str]:
    """Paths that match a pattern with ``*``, ``?`` or ``[...]``, sorted, in the form the pattern has."""
    found = [""]
    if pattern.startswith("/"):
        found, pattern = ["/"], pattern.lstrip("/")
    for level in pattern.split("/"):
        found = [
            posixpath.join(above, name)
            for above in found
            for name in _names(files, posixpath.join(folder, above))
            if fnmatch.fnmatchcase(name, level) and (level.startswith(".") or not name.startswith("."))
        ]
    return sorted(found)


def _names(files: FileSystem, folder: str) -> list[str]:
    try:
        return files.names(folder)
    except OSError:
        return []
