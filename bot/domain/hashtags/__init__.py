"""Up to three hashtags for a caption: nouns that the text used, and that we chose beforehand.

A tag is never cut from the text itself, so that no name, place, contact or slur of the author's
can become one. A text whose language is not sure gets none.
"""

from collections import Counter

import regex

from bot.domain.hashtags.nouns import nouns
from bot.domain.hashtags.scan import Found, scan
from bot.domain.hashtags.tongue import language_for_sure

MOST = 3
_ROOT = 4  # "#" and three letters: shorter words are compared whole
_ALSO_NAMES = frozenset(
    regex.findall(
        r"\w+",
        """rose hope faith joy dawn angel lily daisy violet april summer autumn jasmine olive ruby
        sky star grace heaven melody ange aurore marguerite violette océane prune clémence sol luz
        paz mar dolores consuelo estrella alba rocío esperanza rosa stella luna speranza margherita
        angelo felicità вера надежда любовь роза мая""",
    )
)


def hashtags(words: str) -> tuple[str, ...]:
    """Return ``("#rain", "#goodbye")`` in the words' own script; none when nothing is clear."""
    language = language_for_sure(words)
    if language is None:
        return ()
    found = [one for one in scan(words, nouns(language)) if not _name(one, language)]
    found = [one for one in found if linked_whole(written_as_tag(one.noun.tag or ""))]
    return tuple(written_as_tag(tag) for tag in _most_telling(found))


def _most_telling(found: list[Found]) -> list[str]:
    """Return no two for one thing, no general word beside one of its section, what is said again
    first; in the order of the text."""
    nouns_found = [one.noun for one in found]
    particular = {noun.section for noun in nouns_found if not noun.general}
    said = Counter(noun.thing for noun in nouns_found)
    subjects = Counter(noun.section for noun in dict.fromkeys(nouns_found))
    things: dict[int, str] = {}
    telling: dict[str, tuple[int, int]] = {}
    for noun in nouns_found:
        if noun.general and noun.section in particular:
            continue
        tag = noun.tag or ""
        if noun.thing in things or any(_same_word(tag, other) for other in telling):
            continue
        things[noun.thing] = tag
        telling[tag] = (said[noun.thing], subjects[noun.section])
    best = sorted(telling, key=lambda tag: telling[tag], reverse=True)[:MOST]
    return [tag for tag in telling if tag in best]


def linked_whole(tag: str) -> bool:
    """Whether Telegram takes all of it for the hashtag. It ends one at a combining mark, which
    leaves nearly nothing of a Hindi word (``#न`` of ``#नौकरी``)."""
    return regex.fullmatch(r"#[\p{L}\p{Nd}_]{1,256}", tag) is not None


def written_as_tag(word: str) -> str:
    """Write ``grand-mère`` as ``#grand_mère``: Telegram ends a hashtag at a space, hyphen or
    quote."""
    return "#" + regex.sub(r"[^\p{L}\p{M}\p{N}_]", "", regex.sub(r"[ '’-]", "_", word))


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return long == short or (len(short) > _ROOT - 1 and long.startswith(short[:-1]))


def _name(one: Found, language: str) -> bool:
    """Whether the text writes it as a name: ``my aunt Rose``, ``Hope laughed``. German writes
    every noun so, and people write ``Mom`` so."""
    written = one.written
    if language == "de" or one.noun.section == "family":
        return False
    if not written[0].isupper() or (written.isupper() and len(written) > 1):
        return False
    return not one.starts or written.casefold() in _ALSO_NAMES
