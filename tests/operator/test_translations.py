import gettext
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot.flows.moderation.buttons import Action
from bot.flows.moderation.voting import vote_button
from bot.i18n import LANGUAGES, SOURCE_LANGUAGE, Translator, _p, translator_for
from bot.tools import messages
from tests.operator.sentences import catalogue


def translator(entries: dict[str | tuple[str, str], str | tuple[str, str]]) -> Translator:
    catalogue = Catalog(locale="fr")
    for message, translation in entries.items():
        catalogue.add(message, translation)
    return compiled(catalogue)


def compiled(catalogue: Catalog) -> Translator:
    file = BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return Translator("fr", gettext.GNUTranslations(file))


@pytest.mark.parametrize(
    ("code", "language"),
    [("fr", "fr"), ("fr-CA", "fr"), ("fr_FR", "fr"), ("FR", "fr"), ("en-GB", "en"), ("eo", "en"),
     ("uk", "en"), ("", "en"), (None, "en")],
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


def test_a_word_with_a_context_is_translated_in_that_sense_even_when_it_was_kept():
    catalogue = Catalog(locale="fr")
    catalogue.add("New", "Nouvelle", context="campaign")
    catalogue.add("New", "Nouvelles", context="new whispers")
    t = compiled(catalogue)
    assert (t.p("campaign", "New"), t(_p("new whispers", "New"))) == ("Nouvelle", "Nouvelles")
    assert t.p("another", "New") == "New"


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


def test_a_sentence_that_gets_a_context_keeps_its_translation(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.i18n.catalogue.LOCALES", tmp_path)
    wanted, held = Catalog(), Catalog(locale="fr")
    wanted.add("Keep", context="contact details")
    held.add("Keep", "Garder")
    messages.write(held, "fr")
    messages.update("fr", wanted)
    assert [(m.context, m.string) for m in messages.read("fr") if m.id] == [
        ("contact details", "Garder")
    ]


def test_catalogues_filled_from_one_reading_of_the_code_share_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.i18n.catalogue.LOCALES", tmp_path)
    wanted, held = Catalog(), Catalog(locale="fr")
    wanted.add("Keep", context="contact details")
    held.add("Keep", "Garder")
    messages.write(held, "fr")
    for language in ("fr", "es"):
        messages.update(language, wanted)
    assert [m.string for m in messages.read("es") if m.id] == [""]


def test_updating_keeps_translations_and_drops_what_is_gone(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.i18n.catalogue.LOCALES", tmp_path)
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


NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "number", "moment", "clock", "listed"),
    [
        ("fr", "12\u202f345", "24 novembre 2026 à 09:05", "09:05", "a, b et c"),
        ("es", "12.345", "24 de noviembre de 2026, 09:05", "09:05", "a, b y c"),
        ("pt-BR", "12.345", "24 de novembro de 2026 às 09:05", "09:05", "a, b e c"),
        ("ru", "12\u00a0345", "24 ноября 2026\u202fг., 09:05", "09:05", "a, b и c"),
        ("ar", "12,345", "24 نوفمبر 2026، 09:05", "09:05", "a وb وc"),
        ("id", "12.345", "24 November 2026 09.05", "09.05", "a, b, dan c"),
        ("fa", "۱۲٬۳۴۵", "۲۴ نوامبر ۲۰۲۶،\u200f ۰۹:۰۵", "۰۹:۰۵", "a،\u200f b، و c"),
        ("uz", "12\u00a0345", "24-noyabr, 2026, 09:05", "09:05", "a, b va c"),
        ("am", "12,345", "24 ኖቬምበር 2026 09:05", "09:05", "a፣ b እና c"),
    ],
)
def test_numbers_times_and_lists_are_written_as_people_there_do(
    language: str, number: str, moment: str, clock: str, listed: str
):
    t = Translator(language, gettext.NullTranslations())
    assert t.number(12345) == number
    assert t.moment(NOW) == moment
    assert t.clock(NOW) == clock
    assert t.listed(["a", "b", "c"]) == listed


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [
        ("fr", "1er décembre 2026", "1er déc."),
        ("pt-BR", "1º de dezembro de 2026", "1º de dez."),
        ("es", "1 de diciembre de 2026", "1 dic"),
        ("tr", "1 Aralık 2026", "1 Ara"),
    ],
)
def test_the_first_of_a_month_is_written_as_it_is_said(language: str, day: str, short: str) -> None:
    t, first = translator_for(language), date(2026, 12, 1)
    assert (t.day(first), t.short_day(first)) == (day, short)
    assert t.day(date(2026, 12, 11))[:3] in {"11 ", "11-"}


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != SOURCE_LANGUAGE])
def test_a_day_that_ends_in_a_stop_does_not_end_a_sentence(language: str) -> None:
    t = translator_for(language)
    said = {"day": t.day(NOW.date()), "when": t.moment(NOW), "days": t.day(NOW.date())}
    sentences = [text for each in catalogue(language) for text in messages.forms_of(each)]
    dated = [text for text in sentences if any(f"{{{name}}}" in text for name in said)]
    assert len(dated) >= 10
    for text in dated:
        for name, value in said.items():
            text = text.replace(f"{{{name}}}", value)
        assert ".." not in text


def test_counts_in_sentences_are_written_so_too_but_never_the_number_of_a_whisper():
    t = Translator("fa", gettext.NullTranslations())
    assert t("{n} of {votes}, #{number}", n=1200, votes=3, number=1200) == "۱٬۲۰۰ of ۳, #1200"
    assert vote_button("Keep", 1, 2, Action.STAY, t=t).label == "Keep · ۱/۲"
