"""The iPhone's face: WebDriverAgent's HTTP interface over the model of the phone.

Modelled on the sources of appium-webdriveragent 16 (routes, attributes, error codes), which come with
appium-xcuitest-driver.
"""
