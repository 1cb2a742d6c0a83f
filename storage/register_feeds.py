"""What the tables of the feeds hold."""

from collections.abc import Mapping

from storage.held import Held

_OUT = "At once when the whisper is hidden, removed or withdrawn."
_WORDS = {
    "term": "a word of the whisper, or a tag that stands under it",
    "channel": "in which channel it stands",
    "number": "public number",
}

FEEDS: Mapping[str, Held] = {
    "terms": Held(
        "The words by which published whispers are found; none of one that is covered or that a "
        "helpline stands under. What people look for is not stored.",
        _OUT,
        _WORDS,
    ),
    "terms_aside": Held(
        "The same words, where they are moved to after something left, so that nothing of that "
        "stays in the gaps of pages.",
        _OUT,
        _WORDS,
    ),
    "terms_by_number": Held("The same words, in the order of the numbers.", _OUT, _WORDS),
    "terms_by_number_aside": Held("The same, where they are moved to.", _OUT, _WORDS),
    "tags": Held(
        "How many published whispers each tag stands under.",
        "With the last whisper under it.",
        {
            "channel": "in which channel they stand",
            "tag": "the tag",
            "times": "under how many it stands",
        },
    ),
    "standings": Held(
        "Which published whispers the feeds may show, and how much each is loved. Not who looked.",
        _OUT,
        {
            "channel": "in which channel it stands",
            "number": "public number",
            "posted_at": "when Telegram took its post, as every reader sees",
            "day": "that day",
            "score": "how much it is loved, from the counts of reactions",
            "hot": "the same, less for what is old, when its reactions were last counted",
        },
    ),
}
