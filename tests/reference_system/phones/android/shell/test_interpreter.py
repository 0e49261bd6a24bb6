"""Pipes, redirections, variables, wildcards and exit codes."""

from __future__ import annotations

import pytest

from tests.reference_system.phones.android.conftest import Run


@pytest.mark.parametrize(
    ("line", "out", "status"),
    [
        ("echo a; echo b", "a\nb\n", 0),
        ("false && echo no || echo yes", "yes\n", 0),
        ("true || echo no && echo yes", "yes\n", 0),
        ("printf 'b\\na\\n' | grep a | wc -l", "1\n", 0),
        ("false | true", "", 0),
        ("true | false", "", 1),
        ("X=1; echo $X ${X}2 '$X' \"$X $?\"", "1 12 $X 1 0\n", 0),
        ("X=a env | grep ^X; echo -$X-", "X=a\n--\n", 0),
        ("false; echo $?", "1\n", 0),
        ("(cd /sdcard; pwd); pwd", "/storage/emulated/0\n/\n", 0),
        ("cd /data/local && pwd", "/data/local\n", 0),
        ("exit 3; echo never", "", 3),
        ("exec echo last; echo never", "last\n", 0),
        ("[ -d /sdcard ] && [ ! -e /none ] && echo there", "there\n", 0),
        ("sh -c 'echo inner; exit 2'; echo $?", "inner\n2\n", 0),
        ("export A=1; env | grep ^A=", "A=1\n", 0),
        ("/system/bin/echo x", "x\n", 0),
    ],
)
def test_lines(run: Run, line: str, out: str, status: int) -> None:
    ran = run(line)
    assert (ran.out, ran.status) == (out, status), ran.err


def test_unknown_command(run: Run) -> None:
    ran = run("frobnicate --now")
    assert (ran.out, ran.err, ran.status) == (
        "",
        "/system/bin/sh: frobnicate: inaccessible or not found\n",
        127,
    )


def test_redirections(run: Run) -> None:
    assert run("echo one > /sdcard/f; echo two >> /sdcard/f; cat < /sdcard/f").out == "one\ntwo\n"
    assert run("ls /none 2>&1").out == "ls: /none: No such file or directory\n"
    assert run("ls /none 2>/dev/null").err == ""
    assert run("cat /sdcard/f > /none/x").err.endswith("No such file or directory\n")
    assert run("(echo a; echo b) > /sdcard/g; wc -l /sdcard/g").out == "2 /sdcard/g\n"
    assert "Read-only file system" in run("echo x > /system/x").err


def test_wildcards(run: Run) -> None:
    run("cd /sdcard/Music; touch b.mp3 a.mp3 c.txt .hidden.mp3")
    assert run("cd /sdcard/Music; echo *.mp3").out == "a.mp3 b.mp3\n"
    assert run("echo /sdcard/Mus?c/[ab].*").out == "/sdcard/Music/a.mp3 /sdcard/Music/b.mp3\n"
    assert run("echo '/sdcard/Music/*' /none/*").out == "/sdcard/Music/* /none/*\n"
    assert run("rm /sdcard/Music/*; ls /sdcard/Music").out == ""


def test_syntax_error(run: Run) -> None:
    ran = run("echo $(id)")
    assert (ran.out, ran.status) == ("", 1)
    assert ran.err == "/system/bin/sh: syntax error: unexpected '$(id)' at column 6\n"


def test_input(run: Run) -> None:
    assert run("grep -c x", stdin=b"x\ny\nx\n").out == "2\n"
    assert run("head -n 1", stdin=b"1\n2\n").out == "1\n"
    assert run("sh", stdin=b"echo from input\nexit 4").status == 4


def test_reader_that_ends_early_does_not_hang(run: Run) -> None:
    run("printf 'x\\n' > /sdcard/x")
    long = "; ".join("cat /sdcard/x" for _ in range(100))
    assert run(f"({long}) | head -n 1").out == "x\n"
