"""Commands of the UiAutomator2 server, a module per family.

Each takes the request's body, then the parameters of its path, and gives the value to answer or raises a
WebDriverError. Commands follow one another on the event loop; none waits for the phone, which does
everything at once.
"""
