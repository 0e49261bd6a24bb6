from __future__ import annotations

from pathlib import Path

import pytest

from harness.setup import environment
from harness.setup.browser import Browser, NoSuchBrowser
from harness.setup.environment import Desktop, Environment, NoEnvironment
from harness.setup.layout import Layout

FULL = Environment(
    node=Path("/n/node"),
    appium_main=Path("/a/index.js"),
    appium_home=Path("/a"),
    adb=Path("/adb"),
    allure_cli=Path("/cli.js"),
    browser=Browser(Path("/script"), "headless-shell", "npm", program=Path("/chrome")),
    desktop=Desktop(False, ("Xvfb", "libGL.so.1"), "sudo apt-get install xvfb"),
    fonts_missing=("a font for Chinese",),
    fonts=(Path("/f/regular.ttf"), Path("/f/bold.ttf")),
    reasons={"desktop": "the system lacks Xvfb"},
)
BARE = Environment(None, None, None, None, None, None, Desktop(False))


@pytest.mark.parametrize("what", [FULL, BARE], ids=["full", "bare"])
def test_what_was_saved_is_loaded(tmp_path: Path, what: Environment) -> None:
    layout = Layout(tmp_path)
    environment.save(what, layout)
    assert environment.load(layout, {}) == what


def test_saving_the_same_again_does_not_touch_the_file(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    environment.save(FULL, layout)
    before = layout.environment_file.stat().st_ino
    environment.save(FULL, layout)
    assert layout.environment_file.stat().st_ino == before


def test_why_not() -> None:
    assert FULL.why_not("desktop") == "the system lacks Xvfb"
    assert BARE.why_not("adb") == "adb is not there; run ./ibkey setup"


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"format": 1}', '{"format": 3}'])
def test_no_environment_names_the_file_and_what_to_do(tmp_path: Path, content: str | None) -> None:
    layout = Layout(tmp_path)
    if content is not None:
        layout.home.mkdir()
        layout.environment_file.write_text(content)
    with pytest.raises(NoEnvironment, match=r"environment\.json: .*; run \./ibkey setup"):
        environment.load(layout, {})


def test_a_browser_named_by_the_user_takes_the_place_of_the_one_found(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    environment.save(FULL, layout)
    mine = tmp_path / "chrome"
    mine.touch(mode=0o755)
    loaded = environment.load(layout, {"IBKEY_BROWSER": str(mine)})
    assert loaded.browser == Browser(mine, "chromium", "named")
    assert loaded.node == FULL.node
    with pytest.raises(NoSuchBrowser):
        environment.load(layout, {"IBKEY_BROWSER": str(tmp_path / "none")})
