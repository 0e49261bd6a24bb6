"""One model of a phone and its screens; from it come page source, hit testing, live view and screenshot."""
