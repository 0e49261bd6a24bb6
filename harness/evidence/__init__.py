"""Evidence of what scenarios showed: actors and their screens, kept as Allure results without secrets."""

from harness.evidence.actors import Actor, Actors, CoversSecrets, actors_of
from harness.evidence.capture import TRACE

__all__ = ["TRACE", "Actor", "Actors", "CoversSecrets", "actors_of"]
