"""A visitor of the page may pretend to be at one of these spots when the bot asks for a
position."""

from collections.abc import Mapping

from bot.i18n import _
from bot.sandbox.messages import Message

SPOTS: Mapping[str, tuple[float, float]] = {
    _("A suburb of Lyon"): (45.7714, 4.8902),
    _("Kehl, on the Rhine"): (48.5731, 7.8092),
    _("Corsica"): (41.9192, 8.7386),
    _("Nairobi"): (-1.2864, 36.8172),
    _("Fiji, east of the date line"): (-16.8021, -179.9744),
    _("The middle of the Atlantic"): (0.0, -30.0),
}
"""(latitude, longitude) in degrees."""


def asks_position(message: Message) -> bool:
    """Whether a keyboard below it has the button that sends a position."""
    rows = (message.markup or {}).get("keyboard", ())
    return any(isinstance(key, dict) and key.get("request_location") for row in rows for key in row)
