"""The program as a whole."""

from __future__ import annotations

import base64
import io

from lxml import etree
from PIL import Image

from tests.drivers.desktop.conftest import Window


def test_title_is_that_of_the_active_window(window: Window) -> None:
    assert window.value("GET", "/title") == "Login"
    window.click(window.button("Ask"))
    window.button("Answer")
    assert window.value("GET", "/title") == "Question"


def test_source(window: Window) -> None:
    root = etree.fromstring(window.value("GET", "/source"))
    assert root.tag == "application"
    (user,) = root.findall(".//text[@name='Username']")
    assert (user.get("id"), user.get("editable"), user.get("showing")) == ("the-user", "true", "true")
    assert int(user.get("width", "")) > 100
    (hidden,) = root.findall(".//label[@name='Hidden']")
    assert hidden.get("showing") == "false"


def test_screenshot_is_the_whole_desk(window: Window) -> None:
    picture = Image.open(io.BytesIO(base64.b64decode(window.value("GET", "/screenshot")))).convert("RGB")
    assert picture.size == (1280, 800)
    assert picture.getpixel((1279, 799)) == (0xDD, 0xE3, 0xEA)
    assert picture.getpixel((60, 500)) != (0xDD, 0xE3, 0xEA)
