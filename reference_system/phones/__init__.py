"""The two virtual phones: one model of widgets and screens, an Android face and an iPhone face.

Entry points, all on the event loop's thread. For the reference system's main and the lab:

    model.phone.Phone(surface, *, server: IbKeyServer, clock: Clock, journal: Journal | None = None)
        surface: "android" or "iphone"
    phone.configure(locale=, sensor=, enrolled=, passcode=, locked=, network=)
        any of them; ValueError tells what was wrong
    phone.allow_notifications(app_name, enabled)        "IBKR Mobile", "Messages", "Mail"; KeyError
    phone.notifications_allowed(app_name) -> bool
    phone.install_ib_key(instance: ib_key.wire.IbKeyInstance, pin: str | None = None)
    phone.install_app(app);  phone.uninstall_app(app)   an app of phone.store_apps, at once and past the store
    phone.set_up_store(proof, password=None)            what the App Store asks for before a download
    phone.remove_ib_key(instance_id);  phone.ib_keys -> tuple of instances
    phone.receive(notification: ib_key.wire.Notification) -> bool
        False: lost (offline, unstable) or not allowed by the settings
    phone.sense(match: bool) -> bool                    finger on the sensor, or a look at the phone;
        False: nothing was waiting for it
    phone.camera.show(png_or_jpeg | None, "rear" | "front")     model.camera.BadPicture; what was there stays
    phone.allow_camera(app, "ask" | "granted" | "denied")
    phone.open_link(url)                                with the app that claims it, else in the browser
    phone.reset()                                       between scenarios; IB Keys are gone afterwards
    await phone.screenshot() -> bytes                   PNG in the phone's pixels
    ios.wda.create_app(phone) -> Starlette              the iPhone's WebDriverAgent
    view.create_app(phones, path_key) -> Starlette      live view of {surface: phone}: /<path_key>/<surface>/

For the faces (lengths are points; ``screen.metrics.scale`` is pixels per point: Android 3.0, iPhone 2.0):

    phone.screen() -> widget.Screen                     windows with laid-out widgets; cached per revision
    phone.tap(x, y);  phone.long_press(x, y);  phone.swipe((x, y), (x, y), duration_s=0.3)
    phone.tap_widget(widget)                            in the middle of what can be seen of it
    phone.type_text(widget, text)                       focuses it and appends; "\\n" is the return key
    phone.clear(widget);  phone.type_focused(text) -> bool;  phone.focused -> Field | None
    phone.press("home" | "back" | "enter" | "backspace" | "power")
    phone.hide_keyboard() -> bool;  phone.keyboard_shown -> bool
    phone.open_notifications();  phone.lock();  phone.unlock();  phone.locked
    phone.apps: dict[app_id, App]                       app_id: Android package or iOS bundle id;
        App.name (English), .title (label under its icon now), .activity, .version
    phone.front -> App | None                           None: home screen
    phone.app_state(app_id) -> AppState;  phone.activate_app(app_id);  phone.terminate_app(app_id) -> bool
        KeyError for an id that is not installed (``app_state``: NOT_INSTALLED)
    phone.home_app_id                                   launcher package, or com.apple.springboard
    phone.system_app_id                                 com.android.systemui, or com.apple.springboard
    phone.revision: int;  await phone.changed(since) -> int
"""
