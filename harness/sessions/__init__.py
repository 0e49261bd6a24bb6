"""What scenarios drive while they run: the browser, and sessions on windows and phones."""
