"""The register of the best of a week and of a year: a part of ``storage/register.py``."""

from storage.held import Held

BEST: dict[str, Held] = {
    "bests": Held(
        "Which weeks and years had a best of.",
        "Stays.",
        {
            "chat": "the channel",
            "span": "a week or a year",
            "day": "its first",
            "state": "planned, posted, dropped",
            "message_id": "of its post",
        },
    ),
    "shown_as_best": Held(
        "Which whispers it shows.",
        "Stays; one withdrawn is taken out of the post.",
        {
            "channel": "the channel of the whisper",
            "number": "public number",
            "chat": "the channel of the post",
            "span": "a week or a year",
            "day": "its first",
        },
    ),
}
