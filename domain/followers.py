"""All that follows a recorded change, in this order."""

from domain import automation
from domain.aftermath import Aftermath, Follower

FOLLOWERS: tuple[Follower, ...] = (automation.follow,)


def aftermath() -> Aftermath:
    """Returns the lanes of a server or a command, not running yet."""
    return Aftermath(FOLLOWERS)
