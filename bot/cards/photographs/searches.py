"""The words that are sent to services: a few for each theme, ours, and the same for everybody.

They ask for places and things, since a card wants neither faces nor people who can be recognised.
"""

from collections.abc import Mapping
from types import MappingProxyType

SEARCHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "love": ("heart shape light", "two cups table", "love letter", "padlock bridge"),
        "loss": ("withered flowers", "empty bench fog", "candle dark", "old grave moss"),
        "solitude": ("empty chair window", "lonely bench", "single tree fog", "empty platform"),
        "secrets": ("door ajar light", "old key", "sealed envelope", "dark corridor"),
        "anger": ("lightning storm", "embers fire", "broken glass", "stormy waves"),
        "hope": ("seedling", "rainbow landscape", "light through clouds", "open window morning"),
        "family": ("kitchen table", "washing line", "old photo album", "children shoes door"),
        "friends": ("campfire night", "bicycles leaning wall", "picnic blanket", "two swings"),
        "memory": ("old photographs box", "attic dust light", "dandelion seeds", "old toys"),
        "school": ("empty classroom", "school corridor", "notebook pencil", "chalkboard"),
        "work": ("empty office night", "desk lamp", "office windows evening", "laptop desk"),
        "money": ("coins table", "empty wallet", "price tags market", "receipt"),
        "body": ("hospital corridor", "empty hospital bed", "bathroom mirror", "pill bottle"),
        "food": ("cup of tea window", "bread table", "kitchen stove", "plate table"),
        "pets": ("sleeping cat", "dog on path", "bird on branch", "cat window"),
        "music": ("guitar wall", "piano keys", "vinyl record", "headphones table"),
        "party": ("string lights night", "confetti floor", "empty glasses table", "fireworks"),
        "faith": ("candles dark", "light through window church", "prayer beads", "quiet chapel"),
        "room": ("unmade bed morning", "window curtain light", "armchair lamp", "empty room"),
        "night": ("street lamp night", "starry sky", "window night", "empty street night"),
        "dawn": ("sunrise mist", "morning light field", "sunrise window", "dawn road"),
        "sea": ("calm sea", "waves beach", "pier fog", "sea horizon dusk"),
        "rain": ("rain window", "umbrella street", "puddle reflection", "wet street night"),
        "snow": ("snowy street", "snow forest", "footprints snow", "snow window"),
        "forest": ("forest path", "misty forest", "moss forest", "autumn leaves path"),
        "mountains": ("mountain ridge mist", "mountain lake", "mountain path", "valley fog"),
        "desert": ("sand dunes", "desert road", "dry cracked earth", "desert sky"),
        "city": ("city street evening", "rooftops", "stairs underpass", "bus stop night"),
        "road": ("empty road", "train window", "bus seat", "railway tracks fog"),
        "flowers": ("wild flowers meadow", "single flower", "cherry blossom", "dried flowers"),
    }
)
"""The search words by theme, in English, which all services understand best."""
