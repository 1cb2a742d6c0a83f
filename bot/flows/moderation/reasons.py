"""Why a whisper is not published: what moderators choose from, and what its receipt says.

Stored in English: whoever changes a word here leaves whispers of before without a translation.
"""

from collections.abc import Sequence

from bot.i18n import Translator, _

DEFAULT = (
    _("Somebody could recognise a person in it."),
    _("It could hurt somebody."),
    _("It asks for or praises something illegal."),
    _("It looks like advertising."),
    _("It does not fit here; please try other words."),
)

BANNED = "It goes against what keeps this place kind."
"""The reason of a whisper whose author was banned for it. Stored, and compared with what is stored:
it stays as it is, whatever people are told."""


def reasons(set_: str | None) -> Sequence[str]:
    """Return the reasons of ``SOTTO_REJECT_REASONS``, or ours. Stored as they are here, translated
    when shown."""
    chosen = [each.strip() for each in (set_ or "").split("|") if each.strip()]
    return chosen or DEFAULT


def told(reason: str, t: Translator) -> str:
    """Return how somebody reads a stored reason, in their language. Plain text."""
    return t("It breaks the house rules.") if reason == BANNED else t(reason)
