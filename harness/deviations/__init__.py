"""Kills: each deviation of the reference system against the scenarios that carry its clauses."""
