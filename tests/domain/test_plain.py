"""Plain wordings are found by their first two words as they would be one by one."""

import pytest

from bot.domain.checks import plain, read
from bot.domain.checks.normal import normalise
from tests.domain.test_care import IDIOMS, PLANS, SPEAKS

SPOKEN = (
    *SPEAKS, *PLANS, *IDIOMS,
    "i want to die", "want", "i", "kill yourself, we all hate you", "guten morgen", "link na bio",
    "подпишись на канал", "الرابط بالبايو", "i cut myself again last night and nobody knows",
)  # fmt: skip


@pytest.mark.parametrize("name", ["care.plain", "cruel", "spam.plain"])
def test_the_index_finds_what_trying_every_wording_finds(name: str) -> None:
    for section, wordings in plain.load(name).items():
        for words in SPOKEN:
            gapped = plain.Gapped(normalise(words).text)
            text = gapped.text
            found = {start for start, _ in wordings.finditer(gapped) if start}
            tried = {
                place
                for place in range(1, len(text))
                if text[place - 1] == " "
                for followed in [wordings.by_word.get(text[place:].split(" ")[0], {})]
                if any(
                    plain._match(slots, text, place) is not None
                    for every in followed.values()
                    for slots in every
                )
            }
            anywhere = {text.find(each) for each in wordings.anywhere if each in text}
            assert found == tried | anywhere, (section, words)


def test_a_place_leads_back_to_the_words() -> None:
    source = "so,  I   want... to die"
    gapped = plain.Gapped(source)
    start = gapped.text.index("want")
    first, last = gapped.span(start, start + len("want to die"))
    assert source[first:last] == "want... to die"


@pytest.mark.parametrize(
    "words",
    ["Regístrate ya y recibe tu bono de bienvenida", "seguidores reales, 10k por 5, link na bio",
     "живые подписчики за час, пиши в лс", "ghar baithe kamao, channel join karo",
     "ارسل هذه الرسالة الى 10 اشخاص", "slot gacor hari ini", "rejoignez et connectez votre wallet"],
)  # fmt: skip
def test_advertising_is_pointed_at_in_eight_languages(words: str) -> None:
    assert "spam" in {finding.family for finding in read(words).findings}


@pytest.mark.parametrize(
    "words",
    ["trabajo desde casa y extraño a mis compañeros", "платим кредит за свадьбу, а уже развелись",
     "kerja dari rumah bikin aku kesepian", "الرابط بيني وبين أمي انقطع",
     "perdi o bônus do ano e não contei em casa", "mera loan approve nahi hua, papa naraz hain"],
)  # fmt: skip
def test_a_confession_about_money_is_no_advertisement(words: str) -> None:
    assert "spam" not in {finding.family for finding in read(words).findings}
