"""The command line: ``python -m harness.cli COMMAND``, which ``./ibkey`` hands over to."""
