"""A phone: its parts, its apps, what is to be seen of them, and the hand that holds it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from reference_system.context import act
from reference_system.ib_key.wire import Clock, IbKeyServer, Journal, Notification
from reference_system.phones.model import network as networks
from reference_system.phones.model.apps import Apps
from reference_system.phones.model.body import SENSORS
from reference_system.phones.model.camera import Lens
from reference_system.phones.model.glass import Glass
from reference_system.phones.model.hand import Hand
from reference_system.phones.model.handset import Handset
from reference_system.phones.model.widget import Locale, Surface

SMALLEST, LARGEST = (320, 568), (600, 1200)


class Phone(Handset):
    """One phone. Everything happens at once, on the thread that calls; nothing in here waits."""

    def __init__(
        self, surface: Surface, *, server: IbKeyServer, clock: Clock, journal: Journal | None = None
    ) -> None:
        super().__init__(surface, server=server, clock=clock, journal=journal)
        self.apps = Apps(self)
        self.glass = Glass(self, self.apps)
        self.hand = Hand(self, self.apps, self.glass)

    def reset(self) -> None:
        """As it came out of its box, its apps closed and without data."""
        self.apps.reset()
        super().reset()
        self.touch()

    def configure(
        self,
        *,
        locale: str | None = None,
        sensor: str | None = None,
        enrolled: bool | None = None,
        passcode: str | None = None,
        locked: bool | None = None,
        network: str | None = None,
        camera_scans_qr: bool | None = None,
        lens: Lens | None = None,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Change what is given, leave the rest.

        Args:
            sensor: ``fingerprint`` or ``none`` on Android; ``touch-id``, ``face-id`` or ``none`` on iPhone.
            passcode: Of the screen lock; empty for none.
            locked: True locks the screen, False unlocks it without asking.
            lens: The one that the camera looks through from now on.
            size: Width and height of the glass in points, between `SMALLEST` and `LARGEST`.
        Raises: ValueError, and nothing has changed.
        """
        if locale is not None and locale not in get_args(Locale):
            raise ValueError(f"locale {locale!r}: expected one of {', '.join(get_args(Locale))}")
        if sensor is not None and sensor not in SENSORS[self.surface]:
            expected = ", ".join(SENSORS[self.surface])
            raise ValueError(f"sensor {sensor!r}: a phone of kind {self.surface} has one of {expected}")
        if network is not None and network not in get_args(networks.State):
            raise ValueError(f"network {network!r}: expected one of {', '.join(get_args(networks.State))}")
        if size is not None and not all(a <= b <= c for a, b, c in zip(SMALLEST, size, LARGEST, strict=True)):
            raise ValueError(f"size {size}: expected {SMALLEST} to {LARGEST} points, width and height")
        if size is not None:
            self.metrics = replace(self.metrics, width=size[0], height=size[1])
        if locale is not None:
            self.locale = locale  # type: ignore[assignment]
        if sensor is not None:
            self.sensor = sensor
        if network is not None:
            self.network.use(network)  # type: ignore[arg-type]
        if enrolled is not None:
            self.enrolled = enrolled
        if passcode is not None:
            self.passcode.text = passcode
        if camera_scans_qr is not None:
            self.camera.scan(camera_scans_qr)
        if lens is not None:
            self.camera.use(lens)
        if locked is True:
            self.lock.close()
        elif locked is False:
            self.lock.open()
        self.touch()

    def sense(self, match: bool) -> bool:
        """A finger on the sensor or a face before it; ``match``: the owner's. False: nothing asked for it."""
        act(phone=self.surface)
        if self.sensor == "none":
            return False
        if self.lock.closed:
            if not (match and self.enrolled):
                self.note("biometric not recognized", sensor=self.sensor)
                return self.enrolled
            self.lock.open()
            return True
        try:
            return self.prompts.front is not None and self.prompts.front.sense(match)
        except Exception as error:  # whatever rose in the app that asked: the finger was felt all the same
            if not self.apps.crash(error):
                raise
            return True

    def receive(self, notification: Notification) -> bool:
        """A push message comes in.

        Returns: False when it is lost (no or an unstable network, an app that was taken off the phone) or the
            app may not show any.
        Raises: KeyError, when there is no app of this name.
        """
        act(phone=self.surface)
        app = self.apps.named(notification.app)
        if app.app_id not in self.apps:
            self.note("notification lost", app=app.name, installed="no")
        elif self.network.state != "online":
            self.note("notification lost", app=app.name, network=self.network.state)
        elif not self.notifications.allowed(app):
            self.note("notification not allowed", app=app.name)
        else:
            self.notifications.add(app, notification)
            self.note("notification delivered", app=app.name)
            self.touch()
            return True
        return False
