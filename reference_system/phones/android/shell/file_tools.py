"""Tools of toybox that work on the phone's files."""

from __future__ import annotations

import fnmatch
import hashlib
import posixpath
import stat
import zoneinfo
from collections.abc import Iterator
from datetime import datetime

from reference_system.phones.android.files import Node, os_error
from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register

COMMANDS: Table = {}


def _options(call: Call) -> tuple[set[str], list[str]]:
    """Letters of the options, and what is not an option."""
    flags: set[str] = set()
    rest: list[str] = []
    for index, word in enumerate(call.args):
        if word == "--":
            return flags, rest + call.args[index + 1 :]
        if word.startswith("-") and len(word) > 1:
            flags |= set(word.lstrip("-"))
        else:
            rest.append(word)
    return flags, rest


@register(COMMANDS, "ls")
async def _ls(call: Call) -> int:
    flags, names = _options(call)
    status = 0
    for index, name in enumerate(names or ["."]):
        path = posixpath.normpath(call.path(name))
        try:
            node = call.system.files.find(path, follow="l" not in flags or name.endswith("/"))
        except OSError as error:
            await call.complain(f"ls: {name}: {error.strerror}")
            status = 1
            continue
        if node.is_folder and "d" not in flags:
            if len(names) > 1:
                await call.say(("\n" if index else "") + f"{name}:")
            await call.say("\n".join(_listing(call, path, node, flags)))
            if "R" in flags:
                for below, folder in _folders_under(path, node):
                    await call.say("\n".join(["", f"{below}:", *_listing(call, below, folder, flags)]))
        else:
            await call.say(_line(call, name, node) if "l" in flags else name)
    return status


def _listing(call: Call, path: str, folder: Node, flags: set[str]) -> list[str]:
    entries = sorted(folder.children.items())
    if "a" not in flags and "A" not in flags:
        entries = [(name, node) for name, node in entries if not name.startswith(".")]
    if "a" in flags:
        above = call.system.files.find(posixpath.dirname(path))
        entries = [(".", folder), ("..", above), *entries]
    if "t" in flags:
        entries.sort(key=lambda entry: -entry[1].mtime)
    if "S" in flags:
        entries.sort(key=lambda entry: -entry[1].size)
    if "r" in flags:
        entries.reverse()
    if "l" not in flags:
        return [name for name, _ in entries]
    blocks = sum((node.size + 4095) // 4096 * 4 for _, node in entries)
    return [f"total {blocks}", *(_line(call, name, node) for name, node in entries)]


def _line(call: Call, name: str, node: Node) -> str:
    zone = zoneinfo.ZoneInfo(call.system.property_of("persist.sys.timezone"))
    when = datetime.fromtimestamp(node.mtime, zone).strftime("%Y-%m-%d %H:%M")
    links = 2 if node.is_folder else 1
    arrow = f" -> {node.data.decode()}" if node.is_link else ""
    return f"{stat.filemode(node.mode)} {links} shell shell {node.size:>8} {when} {name}{arrow}"


def _folders_under(path: str, folder: Node) -> Iterator[tuple[str, Node]]:
    for name, node in sorted(folder.children.items()):
        if node.is_folder:
            below = posixpath.join(path, name)
            yield below, node
            yield from _folders_under(below, node)


@register(COMMANDS, "cat")
async def _cat(call: Call) -> int:
    _, names = _options(call)
    status = 0
    for name in names or ["-"]:
        if name == "-":
            while part := await call.streams.stdin.read():
                await call.streams.out(part)
            continue
        try:
            await call.streams.out(call.system.files.read(call.path(name)))
        except OSError as error:
            await call.complain(f"cat: {name}: {error.strerror}")
            status = 1
    return status


@register(COMMANDS, "mkdir")
async def _mkdir(call: Call) -> None:
    flags, names = _options(call)
    if not names:
        raise Failure("mkdir: Needs 1 argument")
    for name in names:
        try:
            call.system.files.make_folder(call.path(name), parents="p" in flags)
        except OSError as error:
            raise Failure(f"mkdir: '{name}': {error.strerror}") from error


@register(COMMANDS, "rmdir")
async def _rmdir(call: Call) -> None:
    for name in _options(call)[1]:
        try:
            call.system.files.remove_folder(call.path(name))
        except OSError as error:
            raise Failure(f"rmdir: {name}: {error.strerror}") from error


@register(COMMANDS, "rm")
async def _rm(call: Call) -> int:
    flags, names = _options(call)
    if not names and "f" not in flags:
        raise Failure("rm: Needs 1 argument")
    status = 0
    for name in names:
        try:
            call.system.files.remove(call.path(name), recursive=bool(flags & {"r", "R"}))
        except FileNotFoundError as error:
            if "f" not in flags:
                await call.complain(f"rm: {name}: {error.strerror}")
                status = 1
        except OSError as error:
            await call.complain(f"rm: {name}: {error.strerror}")
            status = 1
    return status


@register(COMMANDS, "touch")
async def _touch(call: Call) -> None:
    files = call.system.files
    for name in _options(call)[1]:
        path = call.path(name)
        if files.exists(path):
            files.find(path).mtime = int(call.system.clock.now().timestamp())
        else:
            files.write(path, b"")


@register(COMMANDS, "chmod")
async def _chmod(call: Call) -> None:
    flags, names = _options(call)
    if len(names) < 2 or not names[0].isdigit():
        raise Failure(f"chmod: bad mode '{names[0] if names else ''}'")
    for name in names[1:]:
        path = call.path(name)
        call.system.files.change_mode(path, int(names[0], 8))
        if "R" in flags:
            for below, _ in _folders_under(path, call.system.files.find(path)):
                call.system.files.change_mode(below, int(names[0], 8))


@register(COMMANDS, "chown", "chgrp", "restorecon")
async def _chown(call: Call) -> None:
    for name in _options(call)[1][1 if call.name != "restorecon" else 0 :]:
        call.system.files.find(call.path(name))


@register(COMMANDS, "cp", "mv")
async def _cp(call: Call) -> None:
    flags, names = _options(call)
    if len(names) < 2:
        raise Failure(f"{call.name}: Needs 2 arguments")
    files, (*sources, target) = call.system.files, names
    for source in sources:
        origin, place = call.path(source), call.path(target)
        node = files.find(origin)
        if node.is_folder and call.name == "cp" and not flags & {"r", "R", "a"}:
            raise Failure(f"cp: Skipped dir '{source}': {os_error(21, source).strerror}")
        if files.exists(place) and files.find(place).is_folder:
            place = posixpath.join(place, posixpath.basename(posixpath.normpath(origin)))
        above = posixpath.dirname(posixpath.normpath(place))
        if (files.real_path(above) + "/").startswith(files.real_path(origin) + "/") or (
            files.exists(place) and files.find(place) is node
        ):
            raise Failure(f"{call.name}: '{source}' is '{target}'")
        _copy(call, node, place)
        if call.name == "mv":
            files.remove(origin, recursive=True)


def _copy(call: Call, node: Node, place: str) -> None:
    if not node.is_folder:
        call.system.files.write(place, node.data, mode=node.mode)
        return
    call.system.files.make_folder(place, parents=True)
    for name, child in node.children.items():
        _copy(call, child, posixpath.join(place, name))


@register(COMMANDS, "ln")
async def _ln(call: Call) -> None:
    flags, names = _options(call)
    if "s" not in flags or len(names) != 2:
        raise Failure("ln: only 'ln -s TARGET NAME' is possible on this file system")
    call.system.files.link(call.path(names[1]), names[0])


@register(COMMANDS, "readlink", "realpath")
async def _realpath(call: Call) -> None:
    for name in _options(call)[1]:
        await call.say(call.system.files.real_path(call.path(name)))


@register(COMMANDS, "stat")
async def _stat(call: Call) -> int:
    words = list(call.args)
    form = None
    if "-c" in words:
        index = words.index("-c")
        form = words[index + 1]
        del words[index : index + 2]
    status = 0
    for name in words:
        path = call.path(name)
        try:
            node = call.system.files.find(path, follow=False)
        except OSError as error:
            await call.complain(f"stat: '{name}': {error.strerror}")
            status = 1
            continue
        await call.say(_stat_text(name, node, form))
    return status


def _stat_text(name: str, node: Node, form: str | None) -> str:
    kind = "directory" if node.is_folder else "symbolic link" if node.is_link else "regular file"
    mode = f"{stat.S_IMODE(node.mode):o}"
    if form is None:
        form = "  File: %n\n  Size: %s\t Blocks: %b\t IO Blocks: 4096\t%F\nAccess: (0%a/%A)\tUid: (%u/%U)"
    values = {
        "n": name,
        "s": str(node.size),
        "b": str((node.size + 511) // 512),
        "F": kind,
        "a": mode,
        "A": stat.filemode(node.mode),
        "u": "2000",
        "U": "shell",
        "g": "2000",
        "G": "shell",
        "Y": str(node.mtime),
        "X": str(node.mtime),
        "Z": str(node.mtime),
    }
    for letter, value in values.items():
        form = form.replace("%" + letter, value)
    return form


@register(COMMANDS, "find")
async def _find(call: Call) -> None:
    words = list(call.args)
    start = words.pop(0) if words and not words[0].startswith("-") else "."
    options = dict(zip(words[::2], words[1::2], strict=False))
    if unknown := set(options) - {"-name", "-type", "-maxdepth"}:
        raise Failure(f"find: bad arg '{sorted(unknown)[0]}'")
    node = call.system.files.find(call.path(start))
    for path, found in [(start, node), *_everything_under(start, node)]:
        depth = path.removeprefix(start).count("/")
        kind = "d" if found.is_folder else "l" if found.is_link else "f"
        if depth > int(options.get("-maxdepth", "1000")) or options.get("-type", kind) != kind:
            continue
        if "-name" not in options or fnmatch.fnmatchcase(posixpath.basename(path), options["-name"]):
            await call.say(path)


def _everything_under(path: str, folder: Node) -> Iterator[tuple[str, Node]]:
    for name, node in sorted(folder.children.items()):
        below = posixpath.join(path, name)
        yield below, node
        yield from _everything_under(below, node)


@register(COMMANDS, "md5sum", "sha1sum", "sha256sum")
async def _sum(call: Call) -> None:
    digest = {"md5sum": hashlib.md5, "sha1sum": hashlib.sha1, "sha256sum": hashlib.sha256}[call.name]
    for name in _options(call)[1] or ["-"]:
        content = await call.stdin() if name == "-" else call.system.files.read(call.path(name))
        await call.say(f"{digest(content).hexdigest()}  {name}")


@register(COMMANDS, "df")
async def _df(call: Call) -> None:
    await call.say(
        "Filesystem       1K-blocks    Used Available Use% Mounted on\n"
        "/dev/block/dm-9    6082144 1016608   4995536  17% /data"
    )


@register(COMMANDS, "run-as")
async def _run_as(call: Call) -> int:
    if len(call.args) < 2:
        raise Failure("run-as: usage: run-as <package-name> [--user <uid>] <command> [<args>]")
    name, *words = call.args
    package = call.system.package(name)
    if package is None:
        raise Failure(f"run-as: unknown package: {name}")
    if not package.debuggable:
        raise Failure(f"run-as: package not debuggable: {name}")
    home = f"/data/data/{name}"
    call.system.files.make_folder(home, parents=True)
    before = call.shell.folder
    call.shell.folder = home
    try:
        return await call.shell.call(words, call.streams)
    finally:
        call.shell.folder = before
