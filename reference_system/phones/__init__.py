"""The two virtual phones: one model of widgets and screens, an Android face and an iPhone face.

Entry points, all on the event loop's thread:

    out_of_the_box.new_phone(surface, *, server=, clock=, journal=None) -> model.phone.Phone
        surface: "android" or "iphone"; with all its apps on it
    phone.configure(locale=, sensor=, enrolled=, passcode=, locked=, network=, ...)
        any of them; ValueError tells what was wrong
    phone.receive(notification: ib_key.wire.Notification) -> bool       False: lost, or not allowed
    phone.sense(match: bool) -> bool    finger on the sensor, or a look at the phone; False: nobody asked
    phone.reset()                       between scenarios; IB Keys are gone afterwards
    phone.revision: int;  await phone.changed(since) -> int

Its parts, each told in its module of ``model``:

    phone.apps            installed apps by id (Android package or iOS bundle id), the one in front, links
    phone.notifications   which app may show any, what arrived;  phone.shade: the list that is pulled down
    phone.lock, phone.passcode, phone.prompts, phone.keyboard, phone.camera, phone.network
    phone.glass           screen() -> widget.Screen, laid out, cached per revision; await picture() -> PNG
    phone.hand            tap, tap_widget, swipe (points of the glass), press (keys)

An app is had of its phone by its class: ``IbkrApp.on(phone)`` holds IB Keys.

    ios.wda.create_app(phone) -> Starlette              the iPhone's WebDriverAgent
    await android.serve(phone) -> AndroidFace           adb, console and UiAutomator2 server
    view.create_app(phones) -> Starlette                live view of {surface: phone}: /<surface>/
"""
