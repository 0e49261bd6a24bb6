"""The Android system around the phone's screen: properties, settings, packages, processes, files, radio.

One object per phone, touched on the event loop's thread only. What a person can see or change on the screen
stays in ``Phone``; this is what only adb and the emulator console speak of.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from reference_system.phones.android.files import FileSystem
from reference_system.phones.android.packages import BUILT_IN, OLD_AUTOMATION, SDK, SETTINGS_HELPER, Package
from reference_system.phones.expressions.aside import Aside
from reference_system.phones.model.apps import AppState
from reference_system.phones.model.phone import Phone

MODEL = "Virtual Phone"
KEYBOARD = "com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"
ACTION_KEYBOARD, UNICODE_KEYBOARD = f"{SETTINGS_HELPER}/.AppiumIME", f"{SETTINGS_HELPER}/.UnicodeIME"
HELPER_KEYBOARDS = (ACTION_KEYBOARD, UNICODE_KEYBOARD, f"{SETTINGS_HELPER}/.EmptyIME")
LOCALES = {"en": "en-US", "zh-Hant": "zh-Hant-HK"}
"""The phone's languages and what Android calls them."""
_LOG_LINES = 2000
_LOCATION = (37.42200, -122.08400, 5.0)
"""Latitude, longitude (degrees) and altitude (m) where an emulator starts."""
_SWITCHES = ("wifi", "data", "airplane", "nfc", "bluetooth")


@dataclass(eq=False)
class Process:
    """A running program; ``killed`` is set when somebody ends it."""

    pid: int
    name: str
    user: str
    killed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Radio:
    """The phone's links to the network, as settings and console switch them."""

    wifi: bool = True
    data: bool = True
    airplane: bool = False
    nfc: bool = True
    bluetooth: bool = True
    speed: str = "full"
    delay: str = "none"
    voice: str = "home"

    @property
    def connected(self) -> bool:
        return self.wifi or (self.data and not self.airplane)


@dataclass
class Battery:
    level: int = 100
    plugged: bool = True


@dataclass(frozen=True)
class TextMessage:
    """An SMS that the console delivered."""

    number: str
    text: str
    at: datetime


class AndroidSystem:
    """State of Android below the screen; ``phone`` is the screen and everything on it."""

    def __init__(self, phone: Phone, *, serial: str) -> None:
        self.phone = phone
        self.clock = phone.clock
        self.serial = serial
        self.started = self.clock.now()
        self.files = FileSystem(lambda: self.clock.now().timestamp())
        self.log = Log()
        self.aside = Aside()
        """Evaluates expressions of clients that may take long; to be closed in the end."""
        self.instrumentation_ended: list[Callable[[], None]] = []
        """Called when the automation server's process ends: its sessions are over."""
        self._pids = itertools.count(2000)
        self._processes: dict[int, Process] = {
            pid: Process(pid, name, user) for pid, name, user in _SYSTEM_PROCESSES
        }
        self._processes[_LAUNCHER_PID] = Process(_LAUNCHER_PID, phone.home_app_id, "u0_a61")
        self._app_pids: dict[str, int] = {}
        self._installed: dict[str, Package] = {package.name: package for package in OLD_AUTOMATION}
        self._granted: dict[str, set[str]] = {}
        self.reset()

    def reset(self) -> None:
        """Back to a fresh phone between scenarios.

        Stays what automation needs to go on: its packages, its processes and sessions, and their files in
        ``/data/local/tmp``.
        """
        for name in set(self._installed) - _AUTOMATION:
            self._remove(name)
        self._granted.clear()
        self.files.empty_storage()
        self.properties: dict[str, str] = {}
        self.settings: dict[str, dict[str, str]] = {
            namespace: dict(values) for namespace, values in _SETTINGS.items()
        }
        self.radio = Radio()
        self.battery = Battery()
        self.keyboards = [KEYBOARD, *HELPER_KEYBOARDS]
        self.clipboard = ""
        self.location = _LOCATION
        self.messages: list[TextMessage] = []
        self.idle_whitelist: set[str] = set()
        self.permission_modes: dict[tuple[str, str], str] = {}
        self.night_mode = "no"
        self.rotation = 0

    def property_of(self, name: str) -> str:
        """A system property, empty when it is not set."""
        return self.all_properties().get(name, "")

    def all_properties(self) -> dict[str, str]:
        """Every system property, by name."""
        of_phone = {
            "persist.sys.locale": LOCALES[self.phone.locale],
            "ro.sf.lcd_density": str(self.density_dpi()),
        }
        return dict(sorted({**_PROPERTIES, **of_phone, **self.properties}.items()))

    def size_px(self) -> tuple[int, int]:
        """Width and height of the display, in pixels."""
        metrics = self.phone.metrics
        return round(metrics.width * metrics.scale), round(metrics.height * metrics.scale)

    def density_dpi(self) -> int:
        return round(160 * self.phone.metrics.scale)

    def packages(self) -> dict[str, Package]:
        """Everything installed, by name."""
        known = {package.name: package for package in BUILT_IN}
        for app_id, app in self.phone.apps.items():
            version_name, version_code = app.version, int("".join(filter(str.isdigit, app.version)) or 1)
            known[app_id] = Package(
                app_id,
                version_code,
                version_name,
                activity=app.activity,
                permissions=_APP_PERMISSIONS,
                third_party=app in self.phone.apps.in_stores,
            )
        home = self.phone.home_app_id
        known.setdefault(home, Package(home, SDK, "14", activity=_LAUNCHER_ACTIVITY))
        known.update(self._installed)
        return {name: replace(package, granted=self._grants(name)) for name, package in sorted(known.items())}

    def package(self, name: str) -> Package | None:
        """The installed package of this name."""
        return self.packages().get(name)

    def install(self, package: Package) -> None:
        """Install or replace a package; its APK is then in the file system too."""
        self._installed[package.name] = package
        self.files.make_folder(f"/data/app/{package.name}", parents=True)
        self.files.write(package.path, package.apk)
        self.log.write(self, "I", "PackageManager", f"{package.name} installed")

    def uninstall(self, name: str) -> bool:
        """Remove what adb or a store installed. False, when it is not there or belongs to the phone."""
        from_store = next((app for app in self.phone.apps.in_stores if app.app_id == name), None)
        if from_store is None or name not in self.phone.apps:
            return self._remove(name)
        self.stop(name)
        self._remove(name)
        self._granted.pop(name, None)
        self.phone.apps.uninstall(from_store)
        self.log.write(self, "I", "PackageManager", f"{name} removed")
        return True

    def clear(self, name: str) -> None:
        """Stop an installed package and take away its data and permissions: IBKR Mobile loses its IB Keys."""
        self.stop(name)
        self._granted.pop(name, None)
        app = self.phone.apps.get(name)
        if app is not None:
            self.phone.apps.clear(app)
            self.log.write(self, "I", "PackageManager", f"{name} cleared")

    def _remove(self, name: str) -> bool:
        package = self._installed.pop(name, None)
        if package is None:
            return False
        self.stop(name)
        if self.files.exists(f"/data/app/{name}"):
            self.files.remove(f"/data/app/{name}", recursive=True)
        self._granted.pop(name, None)
        return True

    def grant(self, name: str, permission: str, granted: bool) -> None:
        """Give a runtime permission to a package, or take it away: its app may ask for it again."""
        if permission == _CAMERA and name in self.phone.apps:
            self.phone.camera.allow(self.phone.apps[name].name, "granted" if granted else "ask")
            return
        held = self._granted.setdefault(name, set())
        held.add(permission) if granted else held.discard(permission)

    def _grants(self, name: str) -> frozenset[str]:
        """What a package was granted; of the camera the phone keeps account itself."""
        app = self.phone.apps.get(name)
        sees = app is not None and self.phone.camera.permission(app.name) == "granted"
        return frozenset({*self._granted.get(name, ()), *([_CAMERA] if sees else [])})

    def processes(self) -> list[Process]:
        """Everything that runs, by process id."""
        running = dict(self._processes)
        for app_id in self.phone.apps:
            if self.phone.apps.state(app_id) >= AppState.BACKGROUND:
                pid = self._app_pids.setdefault(app_id, next(self._pids))
                running[pid] = Process(pid, app_id, _app_user(app_id))
            else:
                self._app_pids.pop(app_id, None)
        return [running[pid] for pid in sorted(running)]

    def started_process(self, name: str) -> Process | None:
        """A program started through adb that still runs under this name."""
        return next((process for process in self._processes.values() if process.name == name), None)

    def start_process(self, name: str, user: str = "shell") -> Process:
        """Note that a program runs, until ``end_process``."""
        process = Process(next(self._pids), name, user)
        self._processes[process.pid] = process
        return process

    def end_process(self, process: Process) -> None:
        """Note that it does not run any more, and tell those who wait for that."""
        self._processes.pop(process.pid, None)
        process.killed.set()

    @contextmanager
    def running(self, name: str, user: str = "shell") -> Iterator[Process]:
        """A program that runs for as long as the block."""
        process = self.start_process(name, user)
        try:
            yield process
        finally:
            self.end_process(process)

    def kill(self, pid: int) -> bool:
        """End the process ``pid``. False, when there is none or it is the system's."""
        if pid in self._processes and pid not in _SYSTEM_PIDS:
            self.end_process(self._processes[pid])
            return True
        for app_id, app_pid in list(self._app_pids.items()):
            if app_pid == pid:
                self.phone.apps.terminate(app_id)
                return True
        return False

    def stop(self, name: str) -> None:
        """Force-stop a package: its screens and its processes."""
        if name in self.phone.apps:
            self.phone.apps.terminate(name)
            self._app_pids.pop(name, None)
        for process in list(self._processes.values()):
            if process.name.split(":")[0] == name and process.pid not in _SYSTEM_PIDS:
                self.end_process(process)

    def stop_instrumentation(self) -> None:
        """The automation server's process has ended."""
        for listener in self.instrumentation_ended:
            listener()

    def set_radio(self, **switches: bool) -> None:
        """Switch ``wifi``, ``data``, ``airplane``, ``nfc``, ``bluetooth``; without a link it is offline."""
        before = self.radio.connected
        for name, on in switches.items():
            if name not in _SWITCHES:
                raise ValueError(f"no radio switch {name!r}")
            setattr(self.radio, name, on)
        if self.radio.connected != before:
            self.phone.configure(network="online" if self.radio.connected else "offline")
        stored = self.settings["global"]
        stored["wifi_on"] = "1" if self.radio.wifi else "0"
        stored["mobile_data"] = "1" if self.radio.data else "0"
        stored["airplane_mode_on"] = "1" if self.radio.airplane else "0"

    @property
    def focus(self) -> tuple[str, str, str]:
        """Package and activity of the app in front, and the name of the window that has the focus."""
        screen = self.phone.glass.screen()
        front = self.phone.apps.front
        package = front.app_id if front else self.phone.home_app_id
        shown = screen.window("app")
        activity = (shown.activity if shown else front.activity) if front else _LAUNCHER_ACTIVITY
        match screen.active.name:
            case "app" | "home":
                return package, activity, f"{package}/{package}{activity}"
            case "prompt":
                return package, activity, "BiometricPrompt"
            case _:
                return package, activity, "NotificationShade"


class Log:
    """What ``logcat`` shows."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=_LOG_LINES)
        self._written = 0
        self._more = asyncio.Event()

    def write(self, system: AndroidSystem, level: str, tag: str, message: str) -> None:
        """Add one line; never a secret."""
        stamp = system.clock.now().strftime("%m-%d %H:%M:%S.%f")[:-3]
        self._lines.append(f"{stamp}  1000  1000 {level} {tag}: {message}")
        self._written += 1
        self._more.set()
        self._more = asyncio.Event()

    def since(self, position: int) -> tuple[list[str], int]:
        """Lines written after ``position`` (as far as kept), and the position after them."""
        missing = min(self._written - position, len(self._lines))
        return list(itertools.islice(self._lines, len(self._lines) - missing, None)), self._written

    async def grown(self) -> None:
        """Wait for the next line."""
        await self._more.wait()

    def clear(self) -> None:
        self._lines.clear()


def _app_user(name: str) -> str:
    return f"u0_a{100 + sum(name.encode()) % 100}"


_AUTOMATION = frozenset(package.name for package in OLD_AUTOMATION)
_LAUNCHER_ACTIVITY = ".Launcher"
_CAMERA = "android.permission.CAMERA"
_APP_PERMISSIONS = (
    "android.permission.INTERNET",
    "android.permission.POST_NOTIFICATIONS",
    _CAMERA,
    "android.permission.USE_BIOMETRIC",
)
_SYSTEM_PROCESSES = (
    (1, "init", "root"),
    (210, "adbd", "shell"),
    (320, "zygote64", "root"),
    (410, "surfaceflinger", "system"),
    (620, "system_server", "system"),
    (860, "com.android.systemui", "u0_a60"),
    (910, "com.android.phone", "radio"),
    (940, "com.google.android.inputmethod.latin", "u0_a70"),
)
_LAUNCHER_PID = 980
_SYSTEM_PIDS = frozenset([_LAUNCHER_PID, *(pid for pid, _, _ in _SYSTEM_PROCESSES)])
_PROPERTIES = {
    "dev.bootcomplete": "1",
    "gsm.network.type": "LTE",
    "gsm.operator.alpha": "T-Mobile",
    "gsm.sim.state": "READY",
    "init.svc.adbd": "running",
    "init.svc.bootanim": "stopped",
    "persist.sys.timezone": "UTC",
    "ro.boot.qemu": "1",
    "ro.boot.qemu.avd_name": "ibkey",
    "ro.build.characteristics": "emulator",
    "ro.build.fingerprint": "virtual/vphone/vphone:14/UP1A/1:userdebug/dev-keys",
    "ro.build.id": "UP1A",
    "ro.build.type": "userdebug",
    "ro.build.version.codename": "REL",
    "ro.build.version.release": "14",
    "ro.build.version.sdk": str(SDK),
    "ro.hardware": "ranchu",
    "ro.kernel.qemu": "1",
    "ro.product.brand": "virtual",
    "ro.product.cpu.abi": "x86_64",
    "ro.product.cpu.abilist": "x86_64,arm64-v8a",
    "ro.product.device": "vphone",
    "ro.product.locale": "en-US",
    "ro.product.manufacturer": "Virtual",
    "ro.product.model": MODEL,
    "ro.product.name": "vphone",
    "ro.serialno": "VPHONE",
    "sys.boot_completed": "1",
}
_SETTINGS = {
    "system": {
        "accelerometer_rotation": "0",
        "font_scale": "1.0",
        "screen_brightness": "102",
        "screen_off_timeout": "1800000",
        "time_12_24": "24",
        "user_rotation": "0",
    },
    "secure": {
        "android_id": "5e1f0a9c3b7d2846",
        "default_input_method": KEYBOARD,
        "enabled_input_methods": KEYBOARD,
        "location_mode": "3",
        "show_ime_with_hard_keyboard": "1",
        "user_setup_complete": "1",
    },
    "global": {
        "adb_enabled": "1",
        "airplane_mode_on": "0",
        "animator_duration_scale": "1.0",
        "auto_time": "1",
        "device_name": MODEL,
        "device_provisioned": "1",
        "mobile_data": "1",
        "transition_animation_scale": "1.0",
        "wifi_on": "1",
        "window_animation_scale": "1.0",
    },
}
