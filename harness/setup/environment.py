"""What the environment offers, as set-up found it: the file that the rest of the harness starts from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.setup.browser import NAMED_BY, Browser, named_by_user
from harness.setup.layout import Layout, here
from harness.setup.stamps import write_whole

_FORMAT = 3


class NoEnvironment(Exception):
    """Set-up has not described an environment, or an older one did."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}; run ./ibkey setup")


@dataclass(frozen=True)
class Desktop:
    """Whether windows can be shown and driven.

    Attributes:
        missing: Names of what the system lacks.
        command: What a person types to install that, fonts and browser included; "" when nothing is missing.
    """

    available: bool
    missing: tuple[str, ...] = ()
    command: str = ""


@dataclass(frozen=True)
class Environment:
    """Absolute paths of what there is; None where something could not be had.

    Attributes:
        node: Executable of Node.
        appium_main: Script that starts the Appium server under ``node``; both drivers were seen by it.
        appium_home: APPIUM_HOME for that server.
        adb: Executable of adb.
        allure_cli: Script of the Allure command line, to run under ``node``.
        fonts_missing: Names of fonts that the system lacks.
        fonts: Files of fonts to draw with in their place, regular before bold; empty when none is missing.
        reasons: Why something is None, or the desktop is not available, by name of the attribute.
    """

    node: Path | None
    appium_main: Path | None
    appium_home: Path | None
    adb: Path | None
    allure_cli: Path | None
    browser: Browser | None
    desktop: Desktop
    fonts_missing: tuple[str, ...] = ()
    fonts: tuple[Path, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)

    def why_not(self, part: str) -> str:
        """Why ``part`` (the name of an attribute) cannot be used, and what to do: a line for a report."""
        return self.reasons.get(part, f"{part} is not there; run ./ibkey setup")


def load(layout: Layout | None = None, environ: Mapping[str, str] = os.environ) -> Environment:
    """Read the environment that ``./ibkey`` made.

    A browser named by IBKEY_BROWSER takes the place of the one that set-up found.

    Raises: NoEnvironment; NoSuchBrowser, when the named browser is not there.
    """
    file = (layout or here()).environment_file
    try:
        environment = from_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoEnvironment(file, "not there") from None
    except (ValueError, KeyError, TypeError) as error:
        raise NoEnvironment(file, f"not readable ({error})") from error
    if named := environ.get(NAMED_BY):
        return with_browser(environment, named)
    return environment


def with_browser(environment: Environment, named: str) -> Environment:
    """The same environment with the browser that the user named.

    Raises: NoSuchBrowser.
    """
    return Environment(**{**vars(environment), "browser": named_by_user(named)})


def save(environment: Environment, layout: Layout) -> None:
    """Write the file, unless it says just this already."""
    text = to_json(environment)
    file = layout.environment_file
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        write_whole(file, text)


def to_json(environment: Environment) -> str:
    """The content of ``environment.json``."""
    browser = environment.browser
    content: dict[str, Any] = {
        "format": _FORMAT,
        **{name: _text(getattr(environment, name)) for name in _PATHS},
        "browser": browser
        and {
            "path": str(browser.path),
            "kind": browser.kind,
            "source": browser.source,
            "program": _text(browser.program),
        },
        "desktop": vars(environment.desktop),
        "fonts_missing": environment.fonts_missing,
        "fonts": [str(file) for file in environment.fonts],
        "reasons": dict(environment.reasons),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> Environment:
    """The reverse of ``to_json``.

    Raises: ValueError, KeyError or TypeError, when ``text`` is not what ``to_json`` writes.
    """
    content = json.loads(text)
    if content["format"] != _FORMAT:
        raise ValueError(f"format {content['format']}, not {_FORMAT}")
    browser, desktop = content["browser"], content["desktop"]
    return Environment(
        **{name: _path(content[name]) for name in _PATHS},
        browser=browser
        and Browser(
            Path(browser["path"]), browser["kind"], browser["source"], program=_path(browser["program"])
        ),
        desktop=Desktop(desktop["available"], tuple(desktop["missing"]), desktop["command"]),
        fonts_missing=tuple(content["fonts_missing"]),
        fonts=tuple(Path(file) for file in content["fonts"]),
        reasons=content["reasons"],
    )


_PATHS = ("node", "appium_main", "appium_home", "adb", "allure_cli")


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _path(text: str | None) -> Path | None:
    return None if text is None else Path(text)
