"""A shell that a person types into: prompt, echo, backspace, Ctrl-C and Ctrl-D."""

from __future__ import annotations

from reference_system.phones.android.shell.interpreter import Shell, Sink, Streams

_INTERRUPT, _END, _BACKSPACE = "\x03", "\x04", ("\x7f", "\b")


class _Nothing:
    async def read(self, limit: int = 65536) -> bytes:
        return b""


class Terminal:
    """Reads lines from ``streams`` and runs each; ``echoes`` as a terminal does."""

    def __init__(self, shell: Shell, streams: Streams, *, echoes: bool) -> None:
        self._shell, self._streams, self._echoes = shell, streams, echoes

    @staticmethod
    def streams(streams: Streams) -> Streams:
        """The same streams with the line ends of a terminal."""
        return Streams(streams.stdin, _with_returns(streams.out), _with_returns(streams.err), streams.hung_up)

    async def run(self) -> int:
        """Until ``exit``, Ctrl-D or the end of input; the exit status."""
        line = ""
        await self._prompt()
        while data := await self._streams.stdin.read():
            for character in data.decode(errors="replace"):
                if character in "\r\n":
                    await self._echo("\n")
                    status = await self._one(line)
                    if status is not None:
                        return status
                    line = ""
                    await self._prompt()
                elif character == _INTERRUPT:
                    await self._echo("^C\n")
                    line = ""
                    await self._prompt()
                elif character == _END and not line:
                    return int(self._shell.variables["?"])
                elif character in _BACKSPACE:
                    if line:
                        await self._echo("\b \b")
                    line = line[:-1]
                elif character >= " ":
                    await self._echo(character)
                    line += character
        return int(self._shell.variables["?"])

    async def _one(self, line: str) -> int | None:
        if line.strip().split(maxsplit=1)[:1] == ["exit"]:
            words = line.split()
            return (
                int(words[1]) & 255
                if len(words) > 1 and words[1].isdigit()
                else int(self._shell.variables["?"])
            )
        own = Streams(_Nothing(), self._streams.out, self._streams.err, self._streams.hung_up)
        await self._shell.run(line, own)
        return None

    async def _prompt(self) -> None:
        if self._echoes:
            await self._streams.out(f"vphone:{self._shell.folder} $ ".encode())

    async def _echo(self, text: str) -> None:
        if self._echoes:
            await self._streams.out(text.encode())


def _with_returns(sink: Sink) -> Sink:
    async def write(data: bytes) -> None:
        await sink(data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    return write
