"""Masks: the animals under whose names people reply.

A mask is a friendly animal with an emoji of one code point, which no server changes on the way.
Animals whose names are insults in a language of ours are left out, or called there by another name
of theirs. ``label`` is a msgid; the catalogues hold its translations. ``name`` is what rows keep:
it never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Mask:
    name: str
    label: str
    emoji: str


def _mask(label: str, emoji: str) -> Mask:
    return Mask(label.lower(), label, emoji)


_ALL = (
    _mask("Fox", "🦊"),
    _mask("Bear", "🐻"),
    _mask("Panda", "🐼"),
    _mask("Koala", "🐨"),
    _mask("Tiger", "🐯"),
    _mask("Lion", "🦁"),
    _mask("Frog", "🐸"),
    _mask("Rabbit", "🐰"),
    _mask("Hamster", "🐹"),
    _mask("Mouse", "🐭"),
    _mask("Cat", "🐱"),
    _mask("Wolf", "🐺"),
    _mask("Raccoon", "🦝"),
    _mask("Horse", "🐴"),
    _mask("Zebra", "🦓"),
    _mask("Deer", "🦌"),
    _mask("Bison", "🦬"),
    _mask("Ram", "🐏"),
    _mask("Llama", "🦙"),
    _mask("Giraffe", "🦒"),
    _mask("Goat", "🐐"),
    _mask("Hedgehog", "🦔"),
    _mask("Bat", "🦇"),
    _mask("Kangaroo", "🦘"),
    _mask("Rooster", "🐓"),
    _mask("Penguin", "🐧"),
    _mask("Duckling", "🐥"),
    _mask("Eagle", "🦅"),
    _mask("Duck", "🦆"),
    _mask("Swan", "🦢"),
    _mask("Owl", "🦉"),
    _mask("Lamb", "🐑"),
    _mask("Flamingo", "🦩"),
    _mask("Peacock", "🦚"),
    _mask("Parrot", "🦜"),
    _mask("Turtle", "🐢"),
    _mask("Lizard", "🦎"),
    _mask("Crocodile", "🐊"),
    _mask("Dragon", "🐉"),
    _mask("Diplodocus", "🦕"),
    _mask("Dolphin", "🐬"),
    _mask("Fish", "🐟"),
    _mask("Clownfish", "🐠"),
    _mask("Pufferfish", "🐡"),
    _mask("Octopus", "🐙"),
    _mask("Snail", "🐌"),
    _mask("Butterfly", "🦋"),
    _mask("Caterpillar", "🐛"),
    _mask("Ant", "🐜"),
    _mask("Bee", "🐝"),
    _mask("Beetle", "🪲"),
    _mask("Ladybird", "🐞"),
    _mask("Cricket", "🦗"),
    _mask("Shark", "🦈"),
    _mask("Scorpion", "🦂"),
    _mask("Crab", "🦀"),
    _mask("Lobster", "🦞"),
    _mask("Squid", "🦑"),
    _mask("Otter", "🦦"),
    _mask("Leopard", "🐆"),
    _mask("Buffalo", "🐃"),
    _mask("Dromedary", "🐪"),
    _mask("Unicorn", "🦄"),
    _mask("Rhinoceros", "🦏"),
)

MASKS: Mapping[str, Mask] = MappingProxyType({mask.name: mask for mask in _ALL})
"""The masks by name. Their order is no rank: who wears which is drawn in ``bot.memory.masks``."""
