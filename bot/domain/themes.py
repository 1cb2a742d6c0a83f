"""The themes: what confessions are about, and what pictures show.

``kin`` are themes whose pictures carry the same mood: they are proposed when a theme's own
pictures are used up. ``label`` is a msgid; the catalogues hold its translations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    label: str
    emoji: str
    emojis: str
    kin: tuple[str, ...]


def _theme(name: str, label: str, emoji: str, emojis: str, kin: str) -> Theme:
    return Theme(name, label, emoji, emoji + emojis, tuple(kin.split()))


_ALL = (
    _theme(
        "love",
        "Love",
        "❤️",
        "💘💕💖💗💓💞💝💌😍🥰😘💋💍👰💑💏🌹🧡💛💙💜🤍🖤",
        "dawn night flowers",
    ),
    _theme("loss", "Loss", "🕯️", "💔⚰️🪦😭🥀😢", "rain sea solitude"),
    _theme("solitude", "Solitude", "🪑", "😔😞🥲😶😕😟", "night room sea"),
    _theme("secrets", "Secrets", "🗝️", "🤫🤐🙈🔒🔐🤥🎭", "night room city"),
    _theme("anger", "Anger", "🔥", "😡😠🤬👿💢😤", "desert rain city"),
    _theme("hope", "Hope", "🌱", "🌈🍀✨🌟💫🕊️🤞💪", "dawn flowers sea"),
    _theme("family", "Family", "🏡", "👪👨‍👩‍👧👶👵👴🤱🤰🍼👩‍👧👭🏠", "memory room food"),
    _theme("friends", "Friends", "🫂", "🤝👯🧑‍🤝‍🧑🍻🥂", "party road music"),
    _theme("memory", "Memories", "🎈", "🧸🪁📷📸🎠⏳⌛🕰️", "family dawn flowers"),
    _theme("school", "School", "🎓", "🏫📚📖✏️📝🎒🧑‍🎓👩‍🎓👨‍🎓📐", "memory room"),
    _theme("work", "Work", "💼", "🏢👔💻🖥️📈📉📊🧑‍💼👩‍💼👨‍💼⌨️", "city room money"),
    _theme("money", "Money", "💰", "💸💵💶🪙🤑💳🏦🎰", "city work"),
    _theme("body", "Body", "🫀", "🏥💊🩺🤒🤕🤢🤮🦷🧠💉🏋️🏃💇🪞", "sea dawn room"),
    _theme(
        "food", "Food", "☕", "🍞🍕🍔🍟🍫🍰🎂🍪🍩🍦🍜🍝🍲🥐🧀🍎🍓🍳🥘🍷🍺🌮🍣🍚🥞🍵", "room family"
    ),
    _theme("pets", "Animals", "🐾", "🐶🐱🐕🐈🐹🐰🐦🐟🐠🦜🐴🐢🐇", "room forest family"),
    _theme("music", "Music", "🎵", "🎶🎸🎹🎻🎤🎧🥁🎷🎺💃🕺", "party night"),
    _theme("party", "Party", "🎉", "🎊🥳🎂🍾🪩🎆🎇🎁", "music city friends"),
    _theme("faith", "Faith", "🙏", "⛪🕌🛕🕍📿✝️☪️🕉️✡️☸️😇", "dawn night hope"),
    _theme("room", "Room", "🪟", "🛏️🛋️🚪🪴🛁🏠😴💤", "night rain memory"),
    _theme("night", "Night", "🌙", "🌃🌌🌛🌜🌚🌝⭐🌠🦉", "solitude city"),
    _theme("dawn", "Dawn", "🌅", "🌄☀️🌞🌇🐓", "hope mountains sea"),
    _theme("sea", "Sea", "🌊", "🏖️🏝️⛵🚢🐚🐳🐬🌴🏄🏊", "dawn solitude"),
    _theme("rain", "Rain", "🌧️", "☔🌂⛈️🌩️💧☁️", "room city solitude"),
    _theme("snow", "Snow", "❄️", "☃️⛄🌨️🎄🎅⛷️🏂🧣", "mountains forest room"),
    _theme("forest", "Forest", "🌲", "🌳🍂🍁🍃🌿🍄🦌🦊🏕️", "mountains rain"),
    _theme("mountains", "Mountains", "⛰️", "🏔️🗻🧗🥾", "dawn forest snow"),
    _theme("desert", "Desert", "🏜️", "🐪🐫🌵", "solitude dawn"),
    _theme("city", "City", "🏙️", "🌆🌉🗼🚇🚕🏬", "night work rain"),
    _theme("road", "Road", "🛣️", "🚗🚙🚌🚂🚆✈️🛫🧳🚲🏍️🗺️🛤️", "city dawn mountains"),
    _theme("flowers", "Flowers", "🌸", "🌺🌻🌼🌷💐🪷🦋🐝", "love dawn hope"),
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in _ALL})
"""The themes by name, in the order in which a grid shows them."""
