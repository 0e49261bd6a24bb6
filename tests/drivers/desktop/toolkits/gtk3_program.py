"""The GTK 3 program that the desktop driver is tried on; all the programs here show and say the same."""

from collections.abc import Callable

import gi  # type: ignore[import-not-found]

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # type: ignore[import-not-found]  # noqa: E402


def named(widget: Gtk.Widget, name: str) -> Gtk.Widget:
    widget.get_accessible().set_name(name)
    return widget


class Window(Gtk.Window):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__(title="Login")
        self.box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        self.add(self.box)
        lock = Gtk.MenuItem(label="Lock Application")
        lock.connect("activate", lambda _: self.say("Locked"))
        menu, file, bar = Gtk.Menu(), Gtk.MenuItem(label="File"), Gtk.MenuBar()
        menu.append(lock)
        file.set_submenu(menu)
        bar.append(file)
        self.status = Gtk.Label(label="Ready")
        self.user, self.password = Gtk.Entry(), Gtk.Entry(visibility=False)
        self.device = Gtk.ComboBoxText()
        for device in ("IB Key", "Security Code Card", "Mobile Authenticator App"):
            self.device.append_text(device)
        self.device.set_active(0)
        stay = Gtk.ToggleButton(label="Stay", active=True)
        stay.connect("toggled", lambda button: button.set_active(True))
        one = Gtk.RadioButton.new_with_label(None, "One")
        two = Gtk.RadioButton.new_with_label_from_widget(one, "Two")
        for widget in (bar, self.status, named(self.user, "Username"), named(self.password, "Password"),
                       self.device, Gtk.CheckButton(label="Remember"), stay, one, two):  # fmt: skip
            self.box.add(widget)
        self.button("Log In", self.log_in)
        self.button("Alert", self.alert)
        self.button("Prompt", self.prompt)
        self.button("Other", self.other)
        rows = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        for number in range(12):
            row = Gtk.Button(label=f"Row {number}")
            row.connect("clicked", lambda button: self.say(f"Clicked {button.get_label()}"))
            rows.add(row)
        scrolled = Gtk.ScrolledWindow(min_content_height=70)
        scrolled.add(rows)
        self.box.add(scrolled)
        self.connect("destroy", Gtk.main_quit)

    def button(self, label: str, action: Callable[[], object]) -> None:
        button = Gtk.Button(label=label)
        button.connect("clicked", lambda _: action())
        self.box.add(button)

    def say(self, text: str) -> None:
        self.status.set_text(text)

    def log_in(self) -> None:
        right = (self.user.get_text(), self.password.get_text()) == ("demo", "s3cret")
        self.say(f"Logged in with {self.device.get_active_text()}" if right else "Wrong")

    def ask(self, question: str, field: Gtk.Entry | None = None) -> None:
        dialog = Gtk.MessageDialog(
            transient_for=self, modal=True, buttons=Gtk.ButtonsType.OK_CANCEL, text=question
        )
        dialog.set_default_response(Gtk.ResponseType.OK)
        if field is not None:
            dialog.get_content_area().add(field)

        def answered(_: Gtk.Dialog, response: int) -> None:
            said = "" if field is None else field.get_text()
            self.say(f"{'Accepted' if response == Gtk.ResponseType.OK else 'Dismissed'} {said}".strip())
            dialog.destroy()

        dialog.connect("response", answered)
        dialog.show_all()

    def alert(self) -> None:
        self.ask("Really?")

    def prompt(self) -> None:
        self.ask("Your name", Gtk.Entry(text="nobody"))

    def other(self) -> None:
        window = Gtk.Window(title="Other window", default_width=200, default_height=100)
        window.add(Gtk.Label(label="Here"))
        window.show_all()


Window().show_all()
Gtk.main()
