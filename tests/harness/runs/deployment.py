"""The embedded system as it is seen by somebody who only has addresses: a deployment with a target file."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

from harness.lab import Lab
from harness.services.client import Services

ACCOUNTS = ("none", "ib-key-android", "ib-key-iphone")


class Deployment:
    """A reference system, Appium and desktop driver, each at its address; three accounts, two phones."""

    def __init__(self) -> None:
        self._services = Services.start("reference-system", "desktop", "appium")
        system = self._services.need("reference-system")
        self.lab = Lab(system["lab_url"], system["lab_token"])
        self.portal_url: str = system["portal_url"]
        self.appium_url: str = self._services.need("appium")["appium_url"]
        self._phones = {phone["surface"]: dict(phone["capabilities"]) for phone in system["phones"]}
        self._desktop = self._services.need("desktop")
        self.reset()

    def reset(self, *, locale: str = "en") -> None:
        """As new: the accounts anew, the phones speaking ``locale``."""
        self.lab.post("/reset")
        self.users = {kind: self.lab.post("/users", second_factor=kind) for kind in ACCOUNTS}
        for surface, sensor in (("android", "fingerprint"), ("iphone", "face-id")):
            self.lab.put(f"/phones/{surface}", locale=locale, sensor=sensor, enrolled=True, passcode="4711")

    @property
    def secrets(self) -> dict[str, str]:
        """The environment that the target file refers to."""
        found = {"T_PASSCODE": "4711", "T_APPIUM": self.appium_url, "T_DESKTOP": self._desktop["desktop_url"]}
        for number, kind in enumerate(ACCOUNTS):
            user = self.users[kind]
            found[f"T_USER{number}"], found[f"T_PASSWORD{number}"] = user["username"], user["password"]
            found[f"T_PIN{number}"] = user["pin"] or ""
        return found

    def failures(self, second_factor: str) -> int:
        """Failed logins in a row that the server has counted for an account."""
        held: dict[str, Any] = self.lab.get(f"/users/{self.users[second_factor]['username']}")
        return int(held["failures"])

    def target(self, file: Path, *, language: str = "en", limit: int = 3, **replaced: str) -> Path:
        """Write a target file, with texts in it replaced."""
        program = [*self._desktop["tws"], "--server", self.portal_url, "--locale", language]
        lines = [
            'name = "a deployment"',
            "[portal]",
            f'url = "{self.portal_url}"',
            f'article_url = "{self.portal_url}/kb/{{number}}"',
            "[appium]",
            'url = "env:T_APPIUM"',
            "[desktop]",
            'url = "env:T_DESKTOP"',
            "[surfaces.android]",
            'sensor = "fingerprint"',
            'biometrics = "emulator"',
            f'language = "{language}"',
            'passcode = "env:T_PASSCODE"',
            f"capabilities = {_inline(self._phones['android'])}",
            "[surfaces.iphone]",
            'sensor = "face-id"',
            f'language = "{language}"',
            'ibkr_mobile = "com.interactivebrokers.ibkr"',
            f"capabilities = {_inline(self._phones['iphone'])}",
            "[surfaces.tws]",
            f'language = "{language}"',
            f"capabilities = {_inline({'appium:app': shlex.join(program)})}",
            "[limits]",
            f"failed_logins_per_account = {limit}",
        ]
        for number, kind in enumerate(ACCOUNTS):
            lines += [
                "[[accounts]]",
                f'second_factor = "{kind}"',
                f'username = "env:T_USER{number}"',
                f'password = "env:T_PASSWORD{number}"',
            ]
            if self.users[kind]["pin"]:
                lines.append(f'pin = "env:T_PIN{number}"')
        text = "\n".join(lines)
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        file.write_text(text)
        return file

    def close(self) -> None:
        self.lab.close()
        self._services.close()


def _inline(values: dict[str, Any]) -> str:
    """A TOML inline table: JSON's texts, numbers and truths are TOML's, too."""
    return (
        "{ " + ", ".join(f"{json.dumps(key)} = {json.dumps(value)}" for key, value in values.items()) + " }"
    )
