"""Rules for the sentences of each language, as far as a pattern can see them.

Nobody who is spoken to has a gender that we know. Where a language lets us speak without one, the
ways of writing both, or of choosing one, are refused. Arabic has no such way in an imperative:
there the usual form stands, unless a noun says it as well. Persian, Indonesian, Turkish and
Uzbek have no grammatical gender.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_BOTH_ENDINGS = "names both genders: say it without one"
_GENDER = "gives the person addressed a gender: turn the sentence round"
_ADDRESS = "addresses people otherwise than docs/voice.md says"


@dataclass(frozen=True, slots=True)
class Rule:
    pattern: re.Pattern[str]
    why: str


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(Rule(re.compile(pattern), why) for pattern, why in pairs)


_FRENCH_PARTICIPLE = r"(?:\w+(?:é|ée|ie?|ue?)|sûre?|seule?|inscrite?|contente?|prête?)"
_SCRIPTS = {
    "ru": r"[\u0400-\u04ff]",
    "ar": r"[\u0600-\u06ff]",
    "fa": r"[\u0600-\u06ff]",
    "hi": r"[\u0900-\u097f]",
    "am": r"[\u1200-\u139f]",
}
SCRIPT: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {language: re.compile(letters) for language, letters in _SCRIPTS.items()}
)
"""A letter of those who do not write Latin ones."""

_OF: Mapping[str, tuple[Rule, ...]] = {
    "fr": _rules(
        (r"\w[·•]\w|\w\((?:e|ne|te|s)\)", _BOTH_ENDINGS),
        (
            r"\b[Tt]u (?:n’)?(?:es|étais|seras|as été|avais été) (?:bien |déjà )?"
            rf"{_FRENCH_PARTICIPLE}\b",
            _GENDER,
        ),
        (r"\b[Vv](?:ous|otre|os|ôtres?)\b", _ADDRESS),
        (r"'(?!est moi, \{number\})", "write ’"),
        (r'"', "write « … »"),
        (r"[^\s!?…][;!?»]|«\S", "put a space there"),
        (r"…\.|\.\.\.", "write …"),
    ),
    "es": _rules(
        (r"\w[@]s?\b|\w/[ao]s?\b|\w\([ao]s?\)|\b[Tt]odes\b", _BOTH_ENDINGS),
        (r"\b[Bb]ienvenid[oa]s?\b|\b[Ss]egur[oa] de\b", "has a gender: say it without"),
        (r"^[^¿]*\?|^[^¡]*!", "opens no ¿ or ¡"),
        (r"\b[Uu]sted(?:es)?\b", _ADDRESS),
    ),
    "pt-BR": _rules(
        (r"\w[@]s?\b|\w/[ao]s?\b|\w\([ao]s?\)|\b[Tt]odes\b", _BOTH_ENDINGS),
        (r"\b[Bb]em-vind[oa]s?\b|\b[Oo]brigad[oa]\b", "has a gender: say it without"),
        (r"\b(?:[Tt]u|[Tt]eus?|[Tt]uas?|[Cc]ontigo)\b", _ADDRESS),
    ),
    "ru": _rules(
        (r"\w\((?:а|ла|на|ся)\)|\w/(?:а|ла)\b", _BOTH_ENDINGS),
        (
            r"\b[Тт]ы (?:не |уже |сам |сама )?"
            r"(?:\w+(?:л|ла|лся|лась)|должен|должна|уверена?|готова?)\b",
            "gives the person addressed a gender: use the present, or say what happened",
        ),
        (r"\b[Вв](?:ы|ас|ам|ами|аш\w*)\b", _ADDRESS),
    ),
    "ar": _rules(
        (r"/ة|\(ة\)|/ي\b|\(ي\)", _BOTH_ENDINGS),
        (r"[،؛؟]\S", "put a space after ، ؛ ؟"),
        (r"[?;]|[\u0600-\u06ff],", "write ؟ ؛ ،"),
        (r"[ڪکی]", "write the Arabic ك and ي"),
        (r"اً", "write ًا: the sign before the alif"),
        (r"[٠-٩۰-۹]", "write 0 to 9"),
        (r"(?<!\w)(?:كن|تريد|(?:كنت|أنت وحدك) ت\w+)(?!\w)", _GENDER),
        (
            r"(?:^|، ثم )(?:سحبت|غيّرت|أبلغت|اعترضت|صوّتّ)(?:ها|ه)?(?!\w)",
            "I and you are spelled alike here: say what happened",
        ),
    ),
    "hi": _rules(
        (r"(?:ता|ते|ती)/|\((?:ती|ी|ता)\)|सकते/सकती", _BOTH_ENDINGS),
        (
            r"(?<!\S)आप (?:[^।?:;,]* )?(?:\S+ते|सकते|चुके|रहे)(?: हैं| थे|$|।)"
            r"|(?<!\S)आप [^।?:;,]*ेंगे(?!\S)",
            _GENDER,
        ),
        (r"(?<!\S)(?:तुम|तू|तुम्हार\S*|तेर[ाीे])(?!\S)", _ADDRESS),
        (r"[\u0900-\u097f]\.(?:\s|$)", "write । at the end"),
    ),
    "id": _rules((r"\b[Aa]nda\b", _ADDRESS), (r"\bIa\b", "a person’s word: name the thing")),
    "fa": _rules(
        (r"[كي]", "write the Persian ک and ی"),
        (r"[?;]|[\u0600-\u06ff],", "write ؟ ؛ ،"),
        (r"[٠-٩]", "write Persian digits: ۰ to ۹"),
        (r"(?<!\S)(?<!تا )کی(?!\S)", "reads as who and as when: say چه کسی or چه زمانی"),
        (
            r"(?<!\S)(?:بنویس|بفرست|بگو|نوشتی|فرستادی|(?:می|نمی)‌(?:توانی|خواهی|بینی))(?!\w)",
            _ADDRESS,
        ),
    ),
    "uz": _rules(
        (r"[oOgG]['‘’`]", "write oʻ and gʻ with ʻ (U+02BB)"),
        (r"\b[Ss]iz(?:ni|ga|da|dan|ning)?\b|\w(?:ingiz|angiz)\w*|\bol(?:a|may)siz\b", _ADDRESS),
    ),
    "tr": _rules(
        (r"(?<!\{)\b[Ss]iz(?:i|e|de|den|in)?\b|\w[ıiuü]n[ıiuü]z\b", _ADDRESS),
    ),
    "am": _rules(
        (r"አንተ|አንቺ", "gives the person addressed a gender: say እርስዎ, or none"),
        (r"[\u1200-\u139f][.:,](?:\s|$)", "write ። ፦ ፣"),
        (r"(?<!\w)ማንም[፣፦]", "lacks its denying verb: say የለም"),
    ),
}


def broken(language: str, text: str) -> Iterator[str]:
    """Yield what is wrong with a translation by its language's own rules."""
    for rule in _OF.get(language, ()):
        if (found := rule.pattern.search(text)) is not None:
            yield f"{found[0].strip()!r}: {rule.why}"
    if '"' in text and "<a " not in text and language != "fr":
        yield "straight quotes: write the language's own"
