"""A phone before any app is on it: its parts, put together."""

from __future__ import annotations

from reference_system.ib_key.wire import Clock, IbKeyServer, Journal
from reference_system.phones.model.body import Body
from reference_system.phones.model.camera import Camera
from reference_system.phones.model.keyboard import Keyboard
from reference_system.phones.model.lock import Lock
from reference_system.phones.model.network import Network
from reference_system.phones.model.notifications import Notifications
from reference_system.phones.model.passcode import Passcode
from reference_system.phones.model.prompts import Prompts
from reference_system.phones.model.shade import Shade
from reference_system.phones.model.widget import Surface


class Handset(Body):
    """What lies below the apps, each part a room of its own.

    Attributes:
        server: IB Key's server, to be asked over the ``network``.
    """

    def __init__(
        self, surface: Surface, *, server: IbKeyServer, clock: Clock, journal: Journal | None = None
    ) -> None:
        super().__init__(surface, clock=clock, journal=journal)
        self.server = server
        self.network = Network()
        self.passcode = Passcode(clock)
        self.camera = Camera(self)
        self.keyboard = Keyboard(self)
        self.prompts = Prompts(self, self.keyboard)
        self.notifications = Notifications(self)
        self.shade = Shade(self, self.notifications, self.prompts, self.keyboard)
        self.lock = Lock(
            self, self.passcode, self.notifications, self.shade, prompts=self.prompts, keyboard=self.keyboard
        )

    def reset(self) -> None:
        """Unlocked, online, in English, nothing asked, nothing arrived, nothing before the camera."""
        self.set_up()
        self.network.use("online")
        self.prompts.drop()
        self.shade.close()
        self.passcode.reset()
        self.lock.reset()
        self.camera.reset()
        self.notifications.reset()
        self.keyboard.reset()
