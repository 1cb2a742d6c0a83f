"""Every sentence a person reads, in their language.

The msgid is the English sentence. Call a translator ``t`` and write ``t("Hello {name}", name=...)``
or ``t.n("{n} card", "{n} cards", n)``; a word that English uses for several things gets a context,
``t.p("button", "Keep")``. Where a sentence is only kept (a table, an enum), mark it with
``_("…")`` or ``_p("button", "…")`` and translate later with ``t(kept)``. Those names are what
``make messages`` looks for. Values are put in as they are: whoever sends HTML escapes them first.

A comment ``# L10n: …`` above a sentence tells translators what they cannot see in it.
"""

from bot.i18n.catalogue import DOMAIN, Readiness, catalogue_path, offered, state
from bot.i18n.languages import BY_CODE, LANGUAGES, SOURCE_LANGUAGE, Language, spoken_as
from bot.i18n.translator import Translator, _, _p, country_name, translator_for

__all__ = [
    "BY_CODE",
    "DOMAIN",
    "LANGUAGES",
    "SOURCE_LANGUAGE",
    "Language",
    "Readiness",
    "Translator",
    "_",
    "_p",
    "catalogue_path",
    "country_name",
    "offered",
    "spoken_as",
    "state",
    "translator_for",
]
