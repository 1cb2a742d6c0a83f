"""How well faces are told: of photographs with and without somebody who may be recognised.

    python -m bench.faces --with FOLDER --without FOLDER

Each folder holds photographs, sorted by somebody who looked at them before. Names those that were
told wrongly, and what one costs.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from bot.cards.photographs.faces import can_tell, shows_face


def photographs(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    for file in sorted(folder.iterdir()):
        with Image.open(file) as image:
            yield file.name, image.convert("RGB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with", dest="faces", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    options = parser.parse_args()
    if not can_tell():
        print("No detector for this machine.")
        return 1
    start, seen = time.process_time(), 0
    for folder, expected in ((options.faces, True), (options.without, False)):
        told = {name: shows_face(image) for name, image in photographs(folder)}
        wrong = [name for name, found in told.items() if found != expected]
        seen += len(told)
        print(f"{folder}: {len(told)} photographs, {len(wrong)} told wrongly: {', '.join(wrong)}")
    spent = (time.process_time() - start) / max(1, seen)
    print(f"{1000 * spent:.0f} ms of processor time a photograph, decoding included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
