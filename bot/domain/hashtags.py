"""Up to three hashtags for a caption: only words that we chose beforehand.

A tag is never cut from the text itself, so that no name, place, contact or slur of the author's
can become one: it is the noun of our lexicon that the text used, or the name of its theme.
"""

from collections.abc import Iterable

import regex

from bot.domain.keywords import Keyword, read
from bot.domain.lexicon import lexicon

MOST = 3
_CLEAR = 0.8  # the strength from which a theme's own name may stand as a tag
_THEMES = 2  # so many themes give their names
_ROOT = 4  # "#" and three letters: shorter words are compared whole
_ALSO_NAMES = frozenset(
    regex.findall(
        r"\w+",
        """rose hope faith joy dawn angel lily daisy violet april summer autumn jasmine olive ruby
        sky star grace heaven melody ange aurore marguerite violette océane prune clémence sol luz
        paz mar dolores consuelo estrella alba rocío esperanza вера надежда любовь роза""",
    )
)


def hashtags(words: str) -> tuple[str, ...]:
    """``("#rain", "#goodbye")`` in the words' own script; none when nothing is clear."""
    reading = read(words)
    strength = dict(reading.themes)
    names = {keyword for keyword in reading.keywords if _name(keyword, words)}
    named = [keyword for keyword in reading.keywords if keyword.tag and keyword not in names]
    only_names = {sense.theme for keyword in names for sense in keyword.senses} - {
        sense.theme for keyword in set(reading.keywords) - names for sense in keyword.senses
    }
    named.sort(key=lambda keyword: -max(strength[sense.theme] for sense in keyword.senses))
    tags = [keyword.tag for keyword in named if keyword.tag]
    titles = lexicon(reading.language).tags
    themes = [
        titles[theme]
        for theme, clear in reading.themes[:_THEMES]
        if clear >= _CLEAR * reading.themes[0][1] ** 0.5
        and clear >= _CLEAR
        and theme in titles
        and theme not in only_names
    ]
    if themes:
        tags.insert(min(1, len(tags)), themes[0])
    written = (written_as_tag(tag) for tag in (*tags, *themes[1:]))
    return _different(tag for tag in written if linked_whole(tag))


def linked_whole(tag: str) -> bool:
    """Whether Telegram takes all of it for the hashtag. It ends one at a combining mark, which
    leaves nearly nothing of a Hindi word (``#न`` of ``#नौकरी``)."""
    return regex.fullmatch(r"#[\p{L}\p{Nd}_]{1,256}", tag) is not None


def written_as_tag(word: str) -> str:
    """``grand-mère`` -> ``#grand_mère``: Telegram ends a hashtag at a space, hyphen or quote."""
    return "#" + regex.sub(r"[^\p{L}\p{M}\p{N}_]", "", regex.sub(r"[ '’-]", "_", word))


def _different(tags: Iterable[str]) -> tuple[str, ...]:
    """The first three that are not forms of one another (``#friend``, ``#friends``)."""
    chosen: list[str] = []
    for tag in tags:
        if len(chosen) < MOST and not any(_same_word(tag, other) for other in chosen):
            chosen.append(tag)
    return tuple(chosen)


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return long == short or (len(short) > _ROOT and long.startswith(short[:-1]))


def _name(keyword: Keyword, words: str) -> bool:
    """Whether the text writes it as a name: ``my aunt Rose``, ``Hope laughed``."""
    pattern = rf"\b{regex.escape(keyword.word)}\b"
    for found in regex.finditer(pattern, words, regex.IGNORECASE):
        written = found.group()
        if written[0].isupper() and not written.isupper():
            starts = regex.search(r"(^|[.!?…:»”\"\n-])[\s«“\"(¿¡-]*$", words[: found.start()])
            if not starts or keyword.word in _ALSO_NAMES:
                return True
    return False
