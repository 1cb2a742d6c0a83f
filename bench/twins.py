"""Write bot/cards/text/twins.json: which signs the fonts that Sotto comes with draw as other signs.

    .venv/bin/python -m bench.twins

To run after a font package is refreshed or a face added; ``tests/cards/test_twins.py`` tells when.
"""

import json
import sys

from bot.cards.text import twins
from bot.cards.text.cuts import Cut
from bot.cards.text.fonts import load
from bot.cards.text.voices import VOICES


def look() -> dict[str, dict[str, object]]:
    """File -> its size, and what it feigns at any place of its axes that a voice uses."""
    cuts = {(cut.file, cut.axes): cut for voice in VOICES for cut in voice.cuts}
    found: dict[str, set[int]] = {}
    sizes: dict[str, int] = {}
    for cut in cuts.values():
        name, size, feigned = _looked_at(cut)
        found.setdefault(name, set()).update(feigned)
        sizes[name] = size
    return {
        name: {
            "bytes": sizes[name],
            "feigned": " ".join(f"{code:04X}" for code in sorted(found[name])),
        }
        for name in sorted(found)
    }


def _looked_at(cut: Cut) -> tuple[str, int, frozenset[int]]:
    path, face = cut.path, load(cut)
    if path is None or face is None:
        raise SystemExit(f"{cut.file} is not installed: make setup")
    return path.name, path.stat().st_size, twins.reckon(face.font)


def main() -> int:
    table = look()
    twins.TABLE.write_text(json.dumps(table, indent=1) + "\n")
    for name, each in table.items():
        signs = "".join(chr(int(code, 16)) for code in str(each["feigned"]).split())
        print(f"{name:45} {signs}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
