"""The Android face of the virtual phone.

face = await serve(phone)          listens on two ports of 127.0.0.1, on the running event loop
face.udid                          "emulator-<console_port>"
face.console_port, .adb_port
face.capabilities                  for Appium; add appium:adbPort
await face.announce(port)          tells the adb server on this port that the phone is there
face.reset()                       together with phone.reset()
await face.close()
"""

from reference_system.phones.android.face import AndroidFace, serve

__all__ = ["AndroidFace", "serve"]
