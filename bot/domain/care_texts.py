"""The kind word and all that stands with it, in every language that the care check knows.

The bot speaks two languages; somebody who is not well is answered in the one they wrote in. The
sentences lie together in ``care_texts.toml``, for people who speak those languages to correct.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

SOURCE = "en"
_FROM_THE_RIGHT = frozenset(("ar", "fa"))
_RIGHT_MARK, _ISOLATE, _END = "\u200f", "\u2068", "\u2069"


class CareTextsWrong(ValueError):
    """The file care_texts.toml lacks a sentence, or has one that nobody asks for."""


@dataclass(frozen=True, slots=True)
class CareTexts:
    """The texts of one language. The remarks in the file say what each sentence is for."""

    language: str
    heavy: str
    past: str
    friend: str
    eating: str
    choose: str
    plan: str
    card: str
    alone: str
    someone: str
    another: str
    people: str
    worldwide: str
    danger: str
    more: str
    call: str
    text: str
    call_or_text: str
    web: str
    always: str
    adults: str
    children: str
    young: str

    @property
    def locale(self) -> str:
        """The locale for names of countries."""
        return SOURCE if self.language == "hi-latn" else self.language

    def apart(self, value: str) -> str:
        """Set a number, a name or an address apart, so that a line from the right does not turn it
        round: "116 123" would be read as "123 116"."""
        return f"{_ISOLATE}{value}{_END}" if self.language in _FROM_THE_RIGHT else value

    def fill(self, sentence: str, **values: str) -> str:
        """Return a sentence of this language with its values."""
        return sentence.format(**{name: self.apart(value) for name, value in values.items()})

    def lines(self, lines: Iterable[str]) -> str:
        """Join the lines, each in this language's direction, even where it begins with a name in
        Latin letters."""
        mark = _RIGHT_MARK if self.language in _FROM_THE_RIGHT else ""
        return "\n".join(mark + line if line else line for line in lines)


def languages() -> tuple[str, ...]:
    """Return the languages in the order of the file."""
    return tuple(_shipped())


def care_texts(*likely: str | None) -> CareTexts:
    """Return the texts of the first of these languages (``es``, ``pt-BR``) that we have, else in
    English."""
    for code in likely:
        whole = (code or "").lower().replace("_", "-")
        for name in (whole, whole.split("-")[0]):
            if name in _shipped():
                return _shipped()[name]
    return _shipped()[SOURCE]


def parse(text: str) -> dict[str, CareTexts]:
    """Raises CareTextsWrong: a sentence is missing, empty, unknown or without its values."""
    raw = tomllib.loads(text)
    names = [each.name for each in fields(CareTexts) if each.name != "language"]
    for language, sentences in raw.items():
        _check(language, sentences, names, raw[SOURCE])
    return {language: CareTexts(language, **sentences) for language, sentences in raw.items()}


def _check(
    language: str, sentences: Mapping[str, str], names: list[str], source: Mapping[str, str]
) -> None:
    if set(sentences) != set(names):
        odd = ", ".join(sorted(set(sentences) ^ set(names)))
        raise CareTextsWrong(f"{language}: missing or unknown: {odd}")
    for name, sentence in sentences.items():
        if not sentence.strip():
            raise CareTextsWrong(f"{language}: {name} is empty")
        for value in ("{directory}", "{numbers}"):
            if sentence.count(value) != source[name].count(value):
                raise CareTextsWrong(f"{language}: {name} needs {value} as often as English does")


@cache
def _shipped() -> dict[str, CareTexts]:
    return parse((files(__package__) / "care_texts.toml").read_text(encoding="utf-8"))
