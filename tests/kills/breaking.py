"""What goes wrong with calls in the chaos, and how often."""

from collections.abc import Callable

from bot.sandbox.chats import Channel
from bot.sandbox.faults import Faults


def break_channel(faults: Faults, channel: Channel) -> None:
    """Chances per call in a channel and its discussion group, which get more of everything."""
    for chance, fault in _usual(faults):
        fault("sendPhoto", chat=channel, times=None, chance=chance)
        if channel.linked is not None:
            fault("sendMessage", chat=channel.linked, times=None, chance=chance)
    faults.server_error("sendPhoto", at="after", chat=channel, times=None, chance=0.03)
    faults.flood(1, "sendPhoto", chat=channel, times=None, chance=0.02)


def break_whatever(faults: Faults) -> None:
    """Chances per call anywhere: private chats get their share."""
    for chance, fault in _usual(faults):
        fault(times=None, chance=chance / 4)
    faults.flood(1, times=None, chance=0.005)
    faults.delay(0.4, times=None, chance=0.05)
    faults.delay(0.3, at="after", times=None, chance=0.03)


def _usual(faults: Faults) -> tuple[tuple[float, Callable[..., object]], ...]:
    """What goes wrong with a call, and how often."""
    return (
        (0.05, faults.lose_reply),
        (0.025, faults.reset),
        (0.015, faults.server_error),
        (0.04, faults.garbage),
    )
