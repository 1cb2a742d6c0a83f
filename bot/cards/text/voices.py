"""Voices: the faces that each style speaks with, and what every voice falls back on.

All files come with Python packages under the SIL Open Font License, so that a card looks the
same on every machine. What even they lack is looked for among the machine's own Noto fonts.
"""

from bot.cards.text.cuts import Cut, google, kurinto, manim, noto
from bot.cards.text.fonts import Voice

_WORLD = (
    ("intl_rtl", "NotoSansArabic[wdth,wght]"),
    ("intl_rtl", "NotoSansHebrew[wdth,wght]"),
    ("intl_south_asia", "NotoSansDevanagari[wdth,wght]"),
    ("intl_south_asia", "NotoSansBengali[wdth,wght]"),
    ("intl_south_asia", "NotoSansTamil[wdth,wght]"),
    ("intl_south_asia", "NotoSansTelugu[wdth,wght]"),
    ("intl_sea", "NotoSansThai[wdth,wght]"),
    ("intl_sea", "NotoSansLao[wdth,wght]"),
    ("intl_sea", "NotoSansKhmer[wdth,wght]"),
    ("intl_sea", "NotoSansMyanmar[wdth,wght]"),
    ("intl_africa", "NotoSansEthiopic[wdth,wght]"),
)
_MANIM = "Georgian Armenian Gujarati Gurmukhi Kannada Malayalam Sinhala Oriya"
_EAST_ASIA = ("SC", "TC", "JP", "KR")


def _world(weight: float, width: float, scale: float) -> tuple[Cut, ...]:
    """Return what follows the faces of a voice: every script at about its weight."""
    return (
        *(noto(package, file, scale=scale, wght=weight, wdth=width) for package, file in _WORLD),
        *(manim(script, scale=scale, weight=weight) for script in _MANIM.split()),
        *(
            noto("intl_cjk", f"NotoSans{name}[wght]", scale=scale, wght=weight)
            for name in _EAST_ASIA
        ),
        noto("western_core", "NotoSans[wdth,wght]", scale=scale, wght=weight, wdth=width),
        manim("Symbols", scale=scale, weight=weight),
        noto("western_core", "NotoSansSymbols2-Regular", scale=scale),
        kurinto(bold=weight >= 600, scale=scale),
        noto("western_core", "STIXTwoMath-Regular", scale=scale),
    )


def _voice(
    name: str,
    *own: Cut,
    weight: float,
    width: float = 100.0,
    scale: float = 1.0,
    features: tuple[str, ...] = (),
) -> Voice:
    """Return a voice of its ``own`` faces, then of all others at this weight, width and scale."""
    return Voice(name, (*own, *_world(weight, width, scale)), features, weight, scale)


ROUND = _voice(
    "round",
    google("nunito", "Nunito[wght].ttf", wght=800),
    noto("western_core", "Inter[opsz,wght]", wght=750, opsz=32),
    weight=750,
    scale=0.98,
)
SERIF = _voice(
    "serif",
    noto("western_core", "SourceSerif4[opsz,wght]", wght=480, opsz=36),
    google("amiri", "Amiri-Regular.ttf", scale=1.12),
    google("frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", wght=480),
    weight=450,
    scale=0.95,
    features=("onum",),
)
HAND = _voice(
    "hand",
    google("caveat", "Caveat[wght].ttf", wght=700, scale=1.0),
    google("kalam", "Kalam-Regular.ttf", scale=0.86),
    google("dancing_script", "DancingScript[wght].ttf", wght=650, scale=0.95),
    noto("western_core", "SourceSerif4-Italic[opsz,wght]", wght=500, opsz=36, scale=0.86),
    google("amiri", "Amiri-Italic.ttf"),
    weight=500,
    scale=0.82,
)
MONO = _voice(
    "mono",
    google("ibm_plex_mono", "IBMPlexMono-Medium.ttf"),
    noto("western_core", "JetBrainsMono[wght]", wght=500),
    weight=500,
)
CONDENSED = _voice(
    "condensed",
    google("anton", "Anton-Regular.ttf", scale=0.9),
    google("oswald", "Oswald[wght].ttf", wght=700),
    noto("western_core", "NotoSans[wdth,wght]", wght=900, wdth=62.5, scale=1.1),
    weight=900,
    width=75,
)
PLAIN = _voice(
    "plain",
    noto("western_core", "Inter[opsz,wght]", wght=700, opsz=32),
    weight=700,
)
ITALIC = _voice(
    "italic",
    google("instrument_serif", "InstrumentSerif-Italic.ttf", scale=1.12),
    google("newsreader", "Newsreader-Italic[opsz,wght].ttf", wght=420, opsz=72),
    google("lora", "Lora-Italic[wght].ttf", wght=450, scale=0.94),
    noto("western_core", "SourceSerif4-Italic[opsz,wght]", wght=420, opsz=60),
    google("amiri", "Amiri-Regular.ttf", scale=1.14),
    google("frank_ruhl_libre", "FrankRuhlLibre[wght].ttf", wght=420),
    weight=400,
    scale=0.95,
)
GROTESQUE = _voice(
    "grotesque",
    google("bricolage_grotesque", "BricolageGrotesque[opsz,wdth,wght].ttf", wght=650, opsz=48),
    noto("western_core", "Inter[opsz,wght]", wght=650, opsz=32, scale=0.96),
    weight=650,
    scale=0.95,
)
SMALL = _voice(
    "small",
    noto("western_core", "Inter[opsz,wght]", wght=600, opsz=14),
    weight=600,
)

VOICES = (ROUND, SERIF, HAND, MONO, CONDENSED, PLAIN, ITALIC, GROTESQUE, SMALL)
