"""The shell's own commands and the small tools of toybox that need neither files nor services."""

from __future__ import annotations

import asyncio
import re
import zoneinfo
from datetime import datetime

from reference_system.phones.android.shell.interpreter import Call, Exit, Failure, Table, register
from reference_system.phones.android.system import Process
from reference_system.phones.expressions import ExpressionRefused
from reference_system.phones.expressions.pattern import found_within

COMMANDS: Table = {}
_UIDS = {"root": 0, "shell": 2000}


@register(COMMANDS, "echo")
async def _echo(call: Call) -> None:
    words = call.args
    newline, escapes = "\n", False
    while words and re.fullmatch(r"-[neE]+", words[0]):
        newline = "" if "n" in words[0] else newline
        escapes = "e" in words[0]
        words = words[1:]
    text = " ".join(words)
    await call.streams.out(((_unescaped(text) if escapes else text) + newline).encode())


@register(COMMANDS, "printf")
async def _printf(call: Call) -> None:
    if not call.args:
        raise Failure("usage: printf FORMAT [ARGUMENT...]")
    form, *values = call.args
    remaining = iter(values)

    def value(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%"
        given = next(remaining, "")
        return str(int(given or "0", 0)) if match[1] in "di" else given

    await call.streams.out(re.sub(r"%%|%(s|d|i)", value, _unescaped(form)).encode())


def _unescaped(text: str) -> str:
    named = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", "0": "\0"}
    return re.sub(r"\\([ntr\\0])", lambda match: named[match[1]], text)


@register(COMMANDS, "true", ":", "sync")
async def _true(_call: Call) -> None:
    return None


@register(COMMANDS, "false")
async def _false(_call: Call) -> int:
    return 1


@register(COMMANDS, "cd")
async def _cd(call: Call) -> None:
    target = call.path(call.args[0] if call.args else "/")
    if not call.system.files.exists(target):
        raise Failure(f"/system/bin/sh: cd: {target}: No such file or directory", 2)
    real = call.system.files.real_path(target)
    if not call.system.files.find(real).is_folder:
        raise Failure(f"/system/bin/sh: cd: {target}: Not a directory", 2)
    call.shell.folder = real


@register(COMMANDS, "pwd")
async def _pwd(call: Call) -> None:
    await call.say(call.shell.folder)


@register(COMMANDS, "export", "set")
async def _export(call: Call) -> None:
    for word in call.args:
        name, equals, value = word.partition("=")
        if equals:
            call.shell.variables[name] = value


@register(COMMANDS, "unset")
async def _unset(call: Call) -> None:
    for name in call.args:
        call.shell.variables.pop(name, None)


@register(COMMANDS, "env", "printenv")
async def _env(call: Call) -> None:
    if call.args:
        await call.say(call.shell.variables.get(call.args[0], ""))
        return
    await call.say(
        "\n".join(f"{name}={value}" for name, value in call.shell.variables.items() if name != "?")
    )


@register(COMMANDS, "exit")
async def _exit(call: Call) -> int:
    raise Exit(
        int(call.args[0]) & 255 if call.args and call.args[0].isdigit() else int(call.shell.variables["?"])
    )


@register(COMMANDS, "exec")
async def _exec(call: Call) -> int:
    raise Exit(await call.shell.call(call.args, call.streams) if call.args else 0)


@register(COMMANDS, "sh")
async def _sh(call: Call) -> int:
    if call.args[:1] == ["-c"] and len(call.args) > 1:
        return await call.shell.run(call.args[1], call.streams)
    if call.args:
        return await call.shell.run(call.system.files.read(call.path(call.args[0])).decode(), call.streams)
    return await call.shell.run((await call.stdin()).decode(), call.streams)


@register(COMMANDS, "test", "[")
async def _test(call: Call) -> int:
    words = call.args
    if call.name == "[":
        if not words or words[-1] != "]":
            raise Failure("[: missing ]", 2)
        words = words[:-1]
    return 0 if _holds(call, words) else 1


def _holds(call: Call, words: list[str]) -> bool:
    files = call.system.files
    match words:
        case []:
            return False
        case ["!", *rest]:
            return not _holds(call, rest)
        case [word]:
            return bool(word)
        case ["-n", word]:
            return bool(word)
        case ["-z", word]:
            return not word
        case ["-e" | "-r" | "-w", path]:
            return files.exists(call.path(path))
        case ["-f", path]:
            return files.exists(call.path(path)) and not files.find(call.path(path)).is_folder
        case ["-d", path]:
            return files.exists(call.path(path)) and files.find(call.path(path)).is_folder
        case ["-s", path]:
            return files.exists(call.path(path)) and files.find(call.path(path)).size > 0
        case ["-x", path]:
            return files.exists(call.path(path)) and bool(files.find(call.path(path)).mode & 0o111)
        case [left, "=" | "==", right]:
            return left == right
        case [left, "!=", right]:
            return left != right
        case [left, "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" as operator, right]:
            return _compares(int(left), operator, int(right))
    raise Failure(f"test: bad {' '.join(words)}", 2)


def _compares(left: int, operator: str, right: int) -> bool:
    return {
        "-eq": left == right,
        "-ne": left != right,
        "-lt": left < right,
        "-le": left <= right,
        "-gt": left > right,
        "-ge": left >= right,
    }[operator]


@register(COMMANDS, "sleep")
async def _sleep(call: Call) -> None:
    if not call.args or not re.fullmatch(r"\d+(\.\d+)?", call.args[0]):
        raise Failure("sleep: bad number")
    await ended(call, None, timeout_s=float(call.args[0]))


async def ended(call: Call, process: Process | None, *, timeout_s: float | None = None) -> bool:
    """Wait until ``process`` is killed, the caller hangs up, or the time is over. True: it was killed."""
    waits = [asyncio.ensure_future(call.streams.hung_up.wait())]
    if process is not None:
        waits.append(asyncio.ensure_future(process.killed.wait()))
    try:
        await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return process is not None and process.killed.is_set()


@register(COMMANDS, "id")
async def _id(call: Call) -> None:
    uid = _UIDS.get(call.shell.user, 10100)
    if "-u" in call.args:
        await call.say(str(uid))
        return
    await call.say(f"uid={uid}({call.shell.user}) gid={uid}({call.shell.user}) context=u:r:shell:s0")


@register(COMMANDS, "whoami")
async def _whoami(call: Call) -> None:
    await call.say(call.shell.user)


@register(COMMANDS, "uname")
async def _uname(call: Call) -> None:
    everything = "Linux localhost 6.1.23-android14 #1 SMP PREEMPT x86_64 Toybox"
    await call.say(everything if "-a" in call.args else "x86_64" if "-m" in call.args else "Linux")


@register(COMMANDS, "date")
async def _date(call: Call) -> None:
    now = call.system.clock.now()
    form = next((word[1:] for word in call.args if word.startswith("+")), "%a %b %e %T %Z %Y")
    if any(not word.startswith(("+", "-")) for word in call.args):
        raise Failure("date: cannot set date: Operation not permitted")
    await call.say(_formatted(now, form, call.system.property_of("persist.sys.timezone")))


def _formatted(now: datetime, form: str, zone: str) -> str:
    local = now.astimezone(zoneinfo.ZoneInfo(zone))
    return local.strftime(form)


@register(COMMANDS, "which")
async def _which(call: Call) -> int:
    found = [f"/system/bin/{name}" for name in call.args if name in call.shell.commands]
    await call.say("\n".join(found))
    return 0 if len(found) == len(call.args) else 1


@register(COMMANDS, "ps")
async def _ps(call: Call) -> None:
    if "--help" in call.args:
        await call.say(
            "usage: ps [-AadefLlnwZ] [-o FIELD[,FIELD]...] [-p PID]\n\nList processes.\n\n"
            "-A\tAll\n-e\tSynonym for -A"
        )
        return
    everything = any(re.fullmatch(r"-\w*[Ae]\w*", word) for word in call.args)
    chosen = [each for each in call.system.processes() if everything or each.user == call.shell.user]
    if "-p" in call.args:
        wanted = call.args[call.args.index("-p") + 1 : call.args.index("-p") + 2]
        chosen = [each for each in call.system.processes() if str(each.pid) in wanted]
    if "-o" in call.args:
        columns = call.args[call.args.index("-o") + 1].upper().split(",")
        rows = [[_column(each, column) for column in columns] for each in chosen]
        await call.say("\n".join(" ".join(f"{cell:<8}" for cell in row).rstrip() for row in [columns, *rows]))
        return
    lines = ["USER            PID   PPID        VSZ    RSS WCHAN            ADDR S NAME"]
    lines += [
        f"{each.user:<12} {each.pid:>6}    320   13000000 120000 0                   0 S {each.name}"
        for each in chosen
    ]
    await call.say("\n".join(lines))


def _column(process: Process, name: str) -> str:
    columns = {"PID": str(process.pid), "USER": process.user, "NAME": process.name, "PPID": "320", "S": "S"}
    columns |= {"CMD": process.name, "ARGS": process.name, "CMDLINE": process.name, "COMM": process.name}
    if name not in columns:
        raise Failure(f"ps: bad -o {name}")
    return columns[name]


@register(COMMANDS, "pidof", "pgrep")
async def _pidof(call: Call) -> int:
    wanted = [word for word in call.args if not word.startswith("-")]
    if call.name == "pgrep":
        running = call.system.processes()
        names = [each.name for each in running]
        chosen: set[str] = set()
        try:
            for word in wanted:
                parts = await found_within(word, names, call.system.aside)
                chosen |= {name for name, part in zip(names, parts, strict=True) if part is not None}
        except ExpressionRefused as refused:
            raise Failure(f"pgrep: bad REGEX: it {refused}", 2) from refused
        pids = [each.pid for each in running if each.name in chosen]
        await call.say("\n".join(map(str, pids)))
    else:
        pids = [each.pid for each in call.system.processes() if each.name in wanted]
        await call.say(" ".join(map(str, pids)))
    return 0 if pids else 1


@register(COMMANDS, "kill")
async def _kill(call: Call) -> int:
    status = 0
    for word in call.args:
        if word.startswith("-"):
            continue
        if not word.isdigit() or not call.system.kill(int(word)):
            await call.complain(f"/system/bin/sh: kill: {word}: No such process")
            status = 1
    return status


@register(COMMANDS, "killall", "pkill")
async def _killall(call: Call) -> int:
    names = [word for word in call.args if not word.startswith("-")]
    chosen = [each.pid for each in call.system.processes() if each.name in names]
    killed = [pid for pid in chosen if call.system.kill(pid)]
    return 0 if killed else 1


@register(COMMANDS, "grep", "egrep", "fgrep")
async def _grep(call: Call) -> int:
    flags, patterns, names = _grep_words(call)
    if not patterns:
        raise Failure("usage: grep [-EFivcnoq] [-e PATTERN]|PATTERN [FILE...]", 2)
    fixed = "F" in flags or call.name == "fgrep"
    expression = "|".join(
        re.escape(each) if fixed else _extended(each, "E" in flags or call.name == "egrep")
        for each in patterns
    )
    found = 0
    for name in names or ["-"]:
        content = await call.stdin() if name == "-" else call.system.files.read(call.path(name))
        lines = content.decode(errors="replace").splitlines()
        try:
            parts = await found_within(expression, lines, call.system.aside, ignore_case="i" in flags)
        except ExpressionRefused as refused:
            raise Failure(f"grep: bad REGEX '{patterns[0]}': it {refused}", 2) from refused
        for number, (line, part) in enumerate(zip(lines, parts, strict=True), 1):
            if (part is not None) == ("v" in flags):
                continue
            found += 1
            if not flags & {"q", "c"}:
                shown = part if part is not None and "o" in flags else line
                prefix = f"{name}:" if len(names) > 1 else ""
                await call.say(f"{prefix}{number}:{shown}" if "n" in flags else prefix + shown)
    if "c" in flags:
        await call.say(str(found))
    return 0 if found else 1


def _grep_words(call: Call) -> tuple[set[str], list[str], list[str]]:
    flags: set[str] = set()
    patterns: list[str] = []
    names: list[str] = []
    words = iter(call.args)
    for word in words:
        if word == "-e":
            patterns.append(next(words, ""))
        elif word.startswith("-") and len(word) > 1:
            flags |= set(word[1:])
        elif not patterns:
            patterns.append(word)
        else:
            names.append(word)
    return flags, patterns, names


def _extended(pattern: str, extended: bool) -> str:
    """A POSIX pattern as Python has it: in basic ones ``\\|`` is the operator and ``|`` the character."""
    return (
        pattern
        if extended
        else re.sub(r"\\([|+?(){}])|([|+?(){}])", lambda match: match[1] or "\\" + match[2], pattern)
    )


@register(COMMANDS, "head", "tail")
async def _head(call: Call) -> None:
    count, names = 10, []
    words = iter(call.args)
    for word in words:
        if word == "-n":
            count = int(next(words, "10"))
        elif re.fullmatch(r"-n?\d+", word):
            count = int(word.lstrip("-n"))
        else:
            names.append(word)
    for name in names or ["-"]:
        content = await call.stdin() if name == "-" else call.system.files.read(call.path(name))
        lines = content.splitlines(keepends=True)
        await call.streams.out(
            b"".join(lines[:count] if call.name == "head" else lines[-count:] if count else [])
        )


@register(COMMANDS, "wc")
async def _wc(call: Call) -> None:
    flags = {letter for word in call.args if word.startswith("-") for letter in word[1:]} or {"l", "w", "c"}
    names = [word for word in call.args if not word.startswith("-")]
    for name in names or ["-"]:
        content = await call.stdin() if name == "-" else call.system.files.read(call.path(name))
        counts = {"l": content.count(b"\n"), "w": len(content.split()), "c": len(content)}
        shown = " ".join(str(counts[letter]) for letter in "lwc" if letter in flags)
        await call.say(shown if name == "-" else f"{shown} {name}")


@register(COMMANDS, "logcat")
async def _logcat(call: Call) -> None:
    log = call.system.log
    if "-c" in call.args:
        log.clear()
        return
    if "-g" in call.args:
        await call.say(
            "main: ring buffer is 256 KiB (1 KiB consumed), max entry is 5120 B, max payload is 4068 B"
        )
        return
    lines, position = log.since(0)
    await call.say("\n".join(["--------- beginning of main", *lines]))
    if "-d" in call.args:
        return
    with call.system.running("logcat", call.shell.user) as process:
        while not call.streams.hung_up.is_set() and not process.killed.is_set():
            grown = asyncio.ensure_future(log.grown())
            over = asyncio.ensure_future(ended(call, process))
            await asyncio.wait({grown, over}, return_when=asyncio.FIRST_COMPLETED)
            grown.cancel()
            over.cancel()
            lines, position = log.since(position)
            await call.say("\n".join(lines))
