"""The number of a whisper that a command names."""

import re

from bot.i18n import Translator

_NUMBER = re.compile(r"#?([1-9]\d{0,8})")


def number_in(argument: str) -> int | None:
    """Read ``12`` or ``#12``. None: it is neither."""
    named = _NUMBER.fullmatch(argument)
    return None if named is None else int(named[1])


def which_number(command: str, t: Translator) -> str:
    """Ask for a number. ``command``: as it was written, with the channel's name where one is
    needed."""
    return t("Which one? Write, for example, {example}.", example=f"{command} 12")
