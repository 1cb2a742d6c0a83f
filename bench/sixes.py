"""What feeds show: six cards as one picture, several of them, to be looked at.

    python -m bench.sixes OUT [--cache FOLDER] [--photo JPEG]

Writes into OUT one JPEG for each feed, as a reader gets it. Words are those of ``bench.sheets``: of
all languages mixed, as a channel shows them, and of single ones. ``--photo``: an author's own
picture for one card of each; without, one of ours stands in.
"""

import argparse
import io
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.sheets import Post, channel, sixty
from bench.suggest import confessions
from bot.cards import worker
from bot.cards.order import PosterEntry
from bot.cards.pictures import LIBRARY, open_shelf
from bot.domain.feeds.asked import A_PAGE
from bot.domain.whisper import OWN_PHOTO

_LOVED = ((("❤", 1203), ("😢", 412)), (("🤗", 24),), (("❤", 7), ("🔥", 2), ("👏", 1)), ())
_OWN_AT = 3
"""Which of a page stands on its author's own picture."""


def pages() -> dict[str, Sequence[Post]]:
    mixed = channel(sixty(), 7, 6)
    found: dict[str, Sequence[Post]] = {
        f"mixed-{n + 1}": mixed[n * A_PAGE :][:A_PAGE] for n in range(4)
    }
    for language in ("fr", "ar", "hi", "zh"):
        words = [one.words for one in confessions() if one.language == language]
        found[language] = channel(words[:: len(words) // A_PAGE][:A_PAGE], 3, 6)
    japanese = [post for post in mixed if any("\u3040" <= sign <= "\u30ff" for sign in post.words)]
    found["ja"] = japanese[:3]  # an odd number: the last fills its row
    return found


def entry(place: int, post: Post, photo: bytes) -> PosterEntry:
    own = place == _OWN_AT
    return PosterEntry(
        rank=place + 1,
        number=post.number or 0,
        words=post.words,
        picture=OWN_PHOTO if own else post.look.picture,
        style=post.look.style,
        reactions=_LOVED[place % len(_LOVED)],
        photo=photo if own else None,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--photo", type=Path)
    parser.add_argument("--only", nargs="*", help="names of pages")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        cache = chosen.cache or Path(scratch)
        worker.furnish(cache, None)
        if chosen.photo is not None:
            photo = chosen.photo.read_bytes()
        else:
            ours = next(info.id for info in LIBRARY if info.name == "cup-by-the-window")
            out = io.BytesIO()
            open_shelf(cache, None).open(ours).save(out, "JPEG", quality=90)
            photo = out.getvalue()
        for name, posts in pages().items():
            if chosen.only and name not in chosen.only:
                continue
            entries = tuple(entry(place, post, photo) for place, post in enumerate(posts))
            (chosen.out / f"{name}.jpg").write_bytes(worker.grid(entries))


if __name__ == "__main__":
    main()
