"""What set-up could not do the last time and what it told the user, so that no start repeats it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from harness.setup.failure import SetupFailure
from harness.setup.stamps import write_whole

RETRY_AFTER_S = 600.0


@dataclass
class Memory:
    """Failures of optional steps by name, and the last hint shown.

    Attributes:
        failures: Name to (key of what was to be made, when in seconds since 1970, one line about it).
        hint: Text of the last hint about missing system packages.
        lacking: Names of the system parts that the hint's command was computed for, and that command.
    """

    failures: dict[str, tuple[str, float, str]] = field(default_factory=dict)
    hint: str = ""
    lacking: tuple[tuple[str, ...], str] = ((), "")

    @classmethod
    def read(cls, file: Path) -> Memory:
        """What ``file`` holds; nothing where it is missing or damaged, for it only saves work."""
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
            return cls(
                {name: (key, float(at), line) for name, (key, at, line) in content["failures"].items()},
                str(content["hint"]),
                (tuple(content["lacking"][0]), str(content["lacking"][1])),
            )
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, file: Path) -> None:
        content = {"failures": self.failures, "hint": self.hint, "lacking": self.lacking}
        write_whole(file, json.dumps(content, indent=2, ensure_ascii=False) + "\n")

    def too_early(self, name: str, key: str) -> bool:
        """Whether the step failed on the very same so recently that it is not worth another try."""
        failed_key, at_s, _ = self.failures.get(name, ("", 0.0, ""))
        return failed_key == key and 0 <= time.time() - at_s < RETRY_AFTER_S

    def remember(self, name: str, key: str, failure: SetupFailure | None) -> None:
        """Note how the step ended; None for well."""
        if failure is None:
            self.failures.pop(name, None)
        else:
            self.failures[name] = (key, time.time(), f"{failure.what} What to do: {failure.remedy}")

    def reason(self, name: str) -> str | None:
        return self.failures[name][2] if name in self.failures else None
