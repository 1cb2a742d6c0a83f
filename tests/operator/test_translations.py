import gettext
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.i18n import LANGUAGES, SOURCE_LANGUAGE, Translator, translator_for
from bot.tools import messages

OTHERS = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]


def translator(entries: dict[str | tuple[str, str], str | tuple[str, str]]) -> Translator:
    catalogue = Catalog(locale="fr")
    for message, translation in entries.items():
        catalogue.add(message, translation)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translator("fr", gettext.GNUTranslations(compiled))


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_in_the_code_is_translated_and_none_is_stale(language: str):
    assert [f"{flaw.sentence!r}: {flaw.what}" for flaw in messages.flaws(language)] == []


@pytest.mark.parametrize(
    ("code", "language"),
    [("fr", "fr"), ("fr-CA", "fr"), ("fr_FR", "fr"), ("FR", "fr"), ("en-GB", "en"), ("eo", "en"),
     ("", "en"), (None, "en")],
)  # fmt: skip
def test_an_app_language_finds_ours_or_english(code: str | None, language: str):
    assert translator_for(code).language == language


def test_values_are_put_into_the_translated_sentence():
    t = translator({"Hello {name}": "Bonjour {name}"})
    assert t("Hello {name}", name="{tricky}") == "Bonjour {tricky}"


def test_french_counts_zero_as_one():
    t = translator({("{n} card", "{n} cards"): ("{n} carte", "{n} cartes")})
    assert [t.n("{n} card", "{n} cards", n) for n in (0, 1, 2)] == [
        "0 carte",
        "1 carte",
        "2 cartes",
    ]


def test_an_unknown_sentence_comes_back_in_english_and_nothing_stays_nothing():
    t = translator({})
    assert t("Never {seen}", seen="met") == "Never met"
    assert t("") == ""


def test_dates_and_numbers_are_written_as_the_language_does():
    english, french = translator_for("en"), translator_for("fr")
    day = date(2026, 11, 24)
    assert (english.day(day), french.day(day)) == ("24 November 2026", "24 novembre 2026")
    assert english.number(12345) == "12,345"
    assert french.number(12345).replace("\u202f", " ") == "12 345"
    assert english.clock(datetime(2026, 11, 24, 9, 5, tzinfo=UTC)) == "09:05"


@pytest.mark.parametrize(
    ("english", "french", "complaint"),
    [
        ("Hello {name}", "Bonjour {nom}", "placeholders"),
        ("Hello {name}", "Bonjour", "placeholders"),
        ("A <b>card</b>", "Une <i>carte</i>", "HTML"),
        ("Never mind", "", "not translated"),
    ],
)
def test_a_bad_translation_is_found(tmp_path, monkeypatch, english, french, complaint):
    monkeypatch.setattr("bot.i18n.LOCALES", tmp_path)
    wanted, held = Catalog(), Catalog(locale="fr")
    wanted.add(english)
    held.add(english, french)
    monkeypatch.setattr(messages, "extract", lambda: wanted)
    messages.write(held, "fr")
    (flaw,) = messages.flaws("fr")
    assert flaw.sentence == english
    assert complaint in flaw.what


def test_updating_keeps_translations_and_drops_what_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.i18n.LOCALES", tmp_path)
    wanted, held = Catalog(), Catalog(locale="fr")
    wanted.add("kept")
    wanted.add("new")
    held.add("kept", "gardé")
    held.add("gone", "parti")
    messages.write(held, "fr")
    monkeypatch.setattr(messages, "extract", lambda: wanted)
    messages.update("fr")
    assert {m.id: m.string for m in messages.read("fr") if m.id} == {"kept": "gardé", "new": ""}


@pytest.mark.parametrize(
    ("language", "zone", "named"),
    [
        ("en", "Europe/Paris", "Paris time"),
        ("fr", "Europe/Paris", "heure de Paris"),
        ("fr", "Europe/Athens", "heure d’Athènes"),
        ("en", "America/Argentina/Buenos_Aires", "Buenos Aires time"),
        ("fr", "UTC", "UTC"),
    ],
)
def test_a_time_zone_is_called_by_its_city(language: str, zone: str, named: str) -> None:
    assert translator_for(language).zone(ZoneInfo(zone)) == named
