"""The GTK 4 program that the desktop driver is tried on; all the programs here show and say the same."""

from collections.abc import Callable

import gi  # type: ignore[import-not-found]

gi.require_version("Gtk", "4.0")
from gi.repository import Gio, Gtk  # type: ignore[import-not-found]  # noqa: E402


def named(widget: Gtk.Widget, name: str) -> Gtk.Widget:
    widget.update_property([Gtk.AccessibleProperty.LABEL], [name])
    return widget


class Window(Gtk.ApplicationWindow):  # type: ignore[misc]
    def __init__(self, application: Gtk.Application) -> None:
        super().__init__(application=application, title="Login")
        self.box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        self.set_child(self.box)
        lock = Gio.SimpleAction.new("lock", None)
        lock.connect("activate", lambda *_: self.say("Locked"))
        self.add_action(lock)
        bar, file = Gio.Menu(), Gio.Menu()
        file.append("Lock Application", "win.lock")
        bar.append_submenu("File", file)
        self.status = Gtk.Label(label="Ready")
        self.user, self.password = Gtk.Entry(), Gtk.PasswordEntry()
        self.device = Gtk.DropDown.new_from_strings(
            ["IB Key", "Security Code Card", "Mobile Authenticator App"]
        )
        stay = Gtk.ToggleButton(label="Stay", active=True)
        stay.connect("toggled", lambda button: button.set_active(True))
        one = Gtk.CheckButton(label="One", active=True)
        two = Gtk.CheckButton(label="Two", group=one)
        for widget in (Gtk.PopoverMenuBar.new_from_model(bar), self.status, named(self.user, "Username"),
                       named(self.password, "Password"), self.device, Gtk.CheckButton(label="Remember"), stay,
                       one, two):  # fmt: skip
            self.box.append(widget)
        self.button("Log In", self.log_in)
        self.button("Alert", self.alert)
        self.button("Prompt", self.prompt)
        self.button("Other", self.other)
        rows = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        for number in range(12):
            row = Gtk.Button(label=f"Row {number}")
            row.connect("clicked", lambda button: self.say(f"Clicked {button.get_label()}"))
            rows.append(row)
        self.box.append(Gtk.ScrolledWindow(min_content_height=70, child=rows))

    def button(self, label: str, action: Callable[[], object]) -> None:
        button = Gtk.Button(label=label)
        button.connect("clicked", lambda _: action())
        self.box.append(button)

    def say(self, text: str) -> None:
        self.status.set_text(text)

    def log_in(self) -> None:
        right = (self.user.get_text(), self.password.get_text()) == ("demo", "s3cret")
        device = self.device.get_selected_item().get_string()
        self.say(f"Logged in with {device}" if right else "Wrong")

    def ask(self, question: str, field: Gtk.Entry | None = None) -> None:
        dialog = Gtk.MessageDialog(
            transient_for=self, modal=True, buttons=Gtk.ButtonsType.OK_CANCEL, text=question
        )
        dialog.set_default_response(Gtk.ResponseType.OK)
        if field is not None:
            dialog.get_message_area().append(field)

        def answered(_: Gtk.Dialog, response: int) -> None:
            said = "" if field is None else field.get_text()
            self.say(f"{'Accepted' if response == Gtk.ResponseType.OK else 'Dismissed'} {said}".strip())
            dialog.destroy()

        dialog.connect("response", answered)
        dialog.present()

    def alert(self) -> None:
        self.ask("Really?")

    def prompt(self) -> None:
        self.ask("Your name", Gtk.Entry(text="nobody"))

    def other(self) -> None:
        Gtk.Window(
            title="Other window", default_width=200, default_height=100, child=Gtk.Label(label="Here")
        ).present()


application = Gtk.Application(flags=Gio.ApplicationFlags.NON_UNIQUE)
application.connect("activate", lambda one: Window(one).present())
application.run()
