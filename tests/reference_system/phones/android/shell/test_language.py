"""What the shell's grammar takes and what it refuses, with the place."""

from __future__ import annotations

import pytest

from reference_system.phones.android.shell.language import Command, Group, ShellSyntaxError, parse


def _words(text: str) -> list[list[str]]:
    """The words of each command of a line without pipes."""
    commands = [step.pipeline[0] for step in parse(text)]
    assert all(isinstance(each, Command) for each in commands)
    return [["".join(part.text for part in word) for word in each.words] for each in commands]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ls -la", [["ls", "-la"]]),
        ("  a ; b\nc;", [["a"], ["b"], ["c"]]),
        ("echo 'a b' \"c d\" e\\ f", [["echo", "a b", "c d", "e f"]]),
        ("echo 'it'\\''s'", [["echo", "it's"]]),
        ('echo "say \\"hi\\" \\\\ \\n"', [["echo", 'say "hi" \\ \\n']]),
        ("echo a#b # the rest", [["echo", "a#b"]]),
        ("echo '' \"\"", [["echo", "", ""]]),
        ("am start -n a.b/.C\\$D", [["am", "start", "-n", "a.b/.C$D"]]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words(text: str, words: list[list[str]]) -> None:
    assert _words(text) == words


def test_operators() -> None:
    steps = parse("a && b || c | d; (e; f) > /g 2>&1")
    assert [step.when for step in steps] == ["always", "after success", "after failure", "always"]
    assert [len(step.pipeline) for step in steps] == [1, 1, 2, 1]
    group = steps[3].pipeline[0]
    assert isinstance(group, Group)
    assert len(group.body) == 2
    assert [(each.stream, each.kind) for each in group.redirects] == [(1, ">"), (2, ">&")]


def test_quoted_parts_are_marked() -> None:
    (step,) = parse("""echo *.txt'*'"$X"$Y""")
    command = step.pipeline[0]
    assert isinstance(command, Command)
    assert [(part.text, part.quoted, part.expands) for part in command.words[1]] == [
        ("*.txt", False, True),
        ("*", True, False),
        ("$X", True, True),
        ("$Y", False, True),
    ]


@pytest.mark.parametrize(
    "text", ["echo $(ls)", "echo `ls`", "sleep 5 &", "echo 'open", "| b", "a |", "(a", "a > ", ")"]
)
def test_refused_with_the_place(text: str) -> None:
    with pytest.raises(ShellSyntaxError, match=r"syntax error: unexpected ('.*' at column \d+|end of line)"):
        parse(text)
