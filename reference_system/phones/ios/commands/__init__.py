"""WebDriverAgent's commands, a module per family.

Each takes the request (``Ask``) and gives the value to answer, or raises a WdaError.
"""
