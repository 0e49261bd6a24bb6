"""What runs while scenarios run: the keeper of services, browser, windows and phones."""
