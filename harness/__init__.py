"""The runner: collection, targets, sessions, evidence, verdicts, reports and the command line."""
