"""Posts of an older confession bot, read from an export of their channel. Pure.

``export`` reads what Telegram Desktop writes, ``furniture`` finds what the older bot put around the
words, ``whispers`` puts the two together. No name of anybody comes out of this room.
"""
