"""The people of the demo and what they confess: a day in a small town's channel.

All invented. Each line was chosen to be worth a card and to show another script or length.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody writes something; ``looks`` is how often they ask for another picture first."""

    person: str
    words: str
    looks: int = 0
    hearts: str = ""  # reactions that readers will leave, one character each


PEOPLE: dict[str, str] = {
    "Maya": "en",
    "Théo": "fr",
    "Lucía": "es",
    "Аня": "ru",
    "ليلى": "ar",
    "陽菜": "ja",
    "Arjun": "hi",
    "Ifeoma": "en",
    "Jonas": "de",
    "Camille": "fr",
    "Sam": "en",
    "王芳": "zh",
}
"""Name -> language of their app."""

DAY: tuple[Line, ...] = (
    Line(
        "Maya", "I still set two cups on the table every morning. He left in March.", 0, "❤❤❤😢😢❤"
    ),
    Line(
        "Théo",
        "J’ai dit à tout le monde que j’aimais la mer. En vrai, j’y vais pour pleurer sans qu’on "
        "m’entende.",
        1,
        "❤❤🤗❤",
    ),
    Line(
        "Lucía",
        "Hoy cumplo 40 y nadie lo sabe. Me compré un pastel 🎂 y lo comí en el coche.",
        0,
        "❤🤗🤗🤗❤❤❤",
    ),
    Line(
        "Аня",
        "Я десять лет говорю маме, что счастлива. Кажется, сегодня это впервые правда.",
        0,
        "❤❤❤❤❤❤❤❤❤",
    ),
    Line("ليلى", "أكتب رسائل لأبي كل ليلة، ثم أحرقها حتى لا يقرأها أحد غيره.", 0, "❤❤😢"),
    Line(
        "陽菜",
        "夜の電車で、知らない人が私の肩で眠っていた。起こさないように、三駅乗り過ごした。",
        0,
        "❤❤❤🤗",
    ),
    Line("Arjun", "मैंने नौकरी छोड़ दी है, पर हर सुबह टाई पहनकर घर से निकलता हूँ।", 0, "😢❤"),
    Line(
        "Ifeoma",
        "I practise saying “I love you” to the cat, so that one day I can say it to people. 🐈",
        0,
        "❤❤❤❤❤",
    ),
    Line(
        "Jonas",
        "Ich bin Lehrer und habe mehr Angst vor dem ersten Schultag als die Kinder.",
        0,
        "❤🤗❤",
    ),
    Line("Camille", "J’ai gardé son numéro.", 0, "❤"),
    Line(
        "Sam",
        "The promotion came through. I cried in the parking lot, because the only person I "
        "wanted to call is the one who never believed in me.",
        0,
        "❤❤🤗",
    ),
    Line("王芳", "妈妈，我其实一直都记得你唱的那首歌。", 0, "❤❤❤❤"),
)

READERS = 9
"""How many people read and react."""

SLIP = Line("Sam", "Call me on +44 7700 900123 if you feel the same.")
"""Somebody is about to give themselves away; the preview says so."""

SECOND_THOUGHTS = Line("Jonas", "Eigentlich wollte ich nie hierher ziehen.")
"""Somebody writes, looks, and cancels."""
