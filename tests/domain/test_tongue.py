"""In which language somebody wrote is told by script, letters and small words."""

import pytest

from bot.domain.tongue import tongue_of


@pytest.mark.parametrize(
    ("words", "language"),
    [("i dont want to be here anymore", "en"), ("jveux plus vivre", "fr"),
     ("me quiero matar", "es"), ("ich kann nicht mehr, ich will sterben", "de"),
     ("não aguento mais, quero sumir", "pt"), ("voglio farla finita", "it"),
     ("я больше не хочу жить", "ru"), ("تعبت من الحياة", "ar"), ("मैं मरना चाहता हूँ", "hi"),
     ("mujhe marna hai bas", "hi-latn"), ("我不想活了", "zh"), ("もう死にたい", "ja"),
     ("죽고 싶다", "ko"), ("ölmek istiyorum", "tr"), ("می‌خوام بمیرم", "fa"),
     ("aku pengen mati aja", "id"), ("nie chcę już żyć", "pl"), ("не хочу жити", "uk"),
     ("ik wil dood", "nl"), ("vreau să mor", "ro"), ("tôi không muốn sống nữa", "vi"),
     ("yashashni xohlamayman", "uz"), ("መሞት እፈልጋለሁ", "am")],
)  # fmt: skip
def test_words_are_known_by_their_language(words: str, language: str) -> None:
    assert tongue_of(words) == language


@pytest.mark.parametrize(
    "words", ["", "😭😭", "123", "jag orkar inte", "θέλω να πεθάνω", "میں مرنا چاہتا ہوں"]
)
def test_what_cannot_be_told_is_not_guessed(words: str) -> None:
    assert tongue_of(words) is None


def test_where_two_languages_fit_alike_the_apps_own_is_taken() -> None:
    assert tongue_of("la vida", liked="es") == "es"
    assert tongue_of("suicidio", liked="it") is None
    assert tongue_of("non la", liked="fr-CA") in ("fr", "it")
