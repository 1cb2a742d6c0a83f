"""What an installation draws and says, in one number: ``python -m tests.operator.spoken CACHE``."""

import hashlib
import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from bot.cards import STYLES, Imprint, render
from bot.cards.samples import SAMPLES
from bot.domain.care_texts import care_texts, languages
from bot.domain.dictionary import LISTED, is_word
from bot.i18n import LANGUAGES, country_name, translator_for
from bot.ops import word_lists


def spoken() -> str:
    """Return the sum over every sample's card, every language's days and numbers, every list."""
    told = hashlib.sha256()
    night = Image.new("RGB", (64, 64), "#202030")
    for number, words in enumerate(SAMPLES.values()):
        style = STYLES[number % len(STYLES)]
        told.update(render(words, night, style, size="square", imprint=Imprint("@a", 1)))
    for language in LANGUAGES:
        t = translator_for(language)
        told.update(t.day(date(2026, 11, 28)).encode() + t.zone(ZoneInfo("Europe/Athens")).encode())
        told.update(t.number(1234.5).encode())
    for language in languages():
        told.update(country_name("JP", care_texts(language).locale).encode())
    told.update(bytes(is_word("amor", [language]) for language in LISTED))
    return told.hexdigest()


if __name__ == "__main__":
    word_lists.prepare(Path(sys.argv[1]))  # with what is compiled already
    sys.stdout.write(spoken())
