import pytest

from bot.domain.checks.care import Care, assess
from bot.domain.checks.lexicon import parse

SPEAKS = [
    "I want to kill myself",
    "I don’t want to be alive anymore",
    "everyone would be better off without me",
    "J'ai envie de mourir",
    "Je n'ai plus envie de vivre",
    "je me scarifie depuis le collège",
    "Ya no tengo ganas de vivir",
    "Ich will nicht mehr leben",
    "Ich ritze mich wieder",
    "Não quero mais viver",
    "Vorrei morire e sorrido",
    "Не хочу больше жить",
    "أريد أن أموت",
    "أفكر في الانتحار كل ليلة",
]
PLANS = [
    "I have a rope in the garage. I've already tied it once.",
    "J'ai mis de côté des somnifères",
    "Voy a tirarme al tren mañana",
    "Ich habe Schlaftabletten gesammelt",
    "Guardei todos os comprimidos",
    "Mi butto sotto un treno",
    "Я накопила таблетки",
    "جمعت الحبوب كلها",
]
IDIOMS = [
    "I'm dying of laughter",
    "I killed it at karaoke",
    "I committed social suicide by replying all",
    "I'm not suicidal, I'm bored",
    "I would never hurt myself",
    "He threatened to kill me if I left, so I stayed",
    "mort de rire, il a tout envoyé",
    "Ce boulot me tue",
    "J'ai fait un suicide professionnel",
    "Me muero de risa",
    "Ich lach mich tot",
    "Morri de rir hoje",
    "Sto morendo di fame",
    "Я умираю от смеха",
    "أموت من الضحك",
]


@pytest.mark.parametrize("words", SPEAKS)
def test_words_that_speak_of_suicide_or_self_harm_ask_for_care(words: str) -> None:
    assert assess(words) is Care.CONCERN


@pytest.mark.parametrize("words", PLANS)
def test_a_method_or_a_plan_is_told_apart(words: str) -> None:
    assert assess(words) is Care.PLAN


@pytest.mark.parametrize("words", IDIOMS)
def test_idioms_and_denials_do_not(words: str) -> None:
    assert assess(words) is Care.NONE


@pytest.mark.parametrize(
    "words",
    ["I want to k1ll myself", "thinking about su*cide", "s.u.i.c.i.d.e", "SUICIDE", "ѕuісіdе",
     "i wanna dieeeee", "k i l l m y s e l f"],
)  # fmt: skip
def test_a_costume_does_not_hide_the_words(words: str) -> None:
    assert assess(words) is not Care.NONE


def test_a_sentence_in_another_language_is_heard_too() -> None:
    plain = "Today I went to work and had lunch with the team and nobody asked how it was. "
    assert assess(plain) is Care.NONE
    assert assess(plain + "Quiero morir.") is Care.CONCERN
    assert assess(plain + "Je veux mourir.") is Care.CONCERN


@pytest.mark.parametrize("words", ["", " ", "😭", "…", "123", "x" * 4000])
def test_words_without_words_are_no_trouble(words: str) -> None:
    assert assess(words) is Care.NONE


def test_a_lexicon_line_outside_a_section_is_refused() -> None:
    with pytest.raises(ValueError, match="before any"):
        parse("kill\n[concern]\n")


@pytest.mark.parametrize(
    "words",
    ["jveux crever", "chui fatigué de vivre", "i wanna kms", "i want to unalive myself",
     "im cutting again", "i dont wanna be here anymore", "me quiero matar", "cansei de viver",
     "je veux crever", "bin so müde vom leben", "voglio farla finita", "хочу умереть",
     "تعبت من الحياة", "मैं मरना चाहता हूँ", "marna chahta hu bas", "我不想活了", "死にたい",
     "죽고 싶다", "ölmek istiyorum", "می‌خوام بمیرم", "pengen mati", "nie chcę żyć",
     "не хочу жити", "ik wil dood", "vreau să mor", "chỉ muốn chết", "o'lgim keladi",
     "መሞት እፈልጋለሁ"],
)  # fmt: skip
def test_plain_and_chatty_wordings_are_heard_in_every_language(words: str) -> None:
    assert assess(words) is not Care.NONE


@pytest.mark.parametrize(
    "words",
    ["took all my pills tonight", "i bought the rope today and its in my closet",
     "theres a gun in my dads closet and i cant stop thinking about killing myself with it",
     "jai pris tous les cachets ce soir", "j'ai acheté la corde", "tonight im gonna kill myself"],
)  # fmt: skip
def test_a_means_at_hand_in_any_spelling_is_a_plan(words: str) -> None:
    assert assess(words) is Care.PLAN


@pytest.mark.parametrize(
    "words",
    ["three years ago i took all my pills and woke up in hospital",
     "my friend bought a rope and says she wants to die, how do i help her",
     "i want to die but i would never do it", "il y a deux ans j'ai pris tous les cachets"],
)  # fmt: skip
def test_what_is_over_or_somebody_elses_or_only_a_wish_is_no_plan(words: str) -> None:
    assert assess(words) is not Care.PLAN


@pytest.mark.parametrize(
    "words",
    ["took all my vitamins today, proud of me", "bought the rope for the swing, kids love it",
     "took all the pills in the inventory and still died to the boss lol",
     "j'ai acheté la corde pour la balançoire", "compré la cuerda para el columpio",
     "back in 2015 i bought the rope and tied it", "en 2016 j'ai avalé toute la boîte de cachets",
     "i wish i had a gun, i dont have one and i would never do it",
     "she said she took all her pills tonight and now she wont pick up"],
)  # fmt: skip
def test_means_for_something_else_or_long_ago_are_no_plan(words: str) -> None:
    assert assess(words) is not Care.PLAN


@pytest.mark.parametrize(
    "words",
    ["the noose is hanging in the loft already and i want to die tonight",
     "i know where dad keeps the gun and i want to end it tonight",
     "la corde est au grenier, le noeud est fait, je veux mourir",
     "jviens davaler toute la plaquette de cachets",
     "jai acheté la corde et je veux mourir ce soir"],
)  # fmt: skip
def test_a_means_at_hand_is_a_plan_in_more_words(words: str) -> None:
    assert assess(words) is Care.PLAN


@pytest.mark.parametrize(
    "words",
    ["i wear the binder under two jumpers and dad thinks im just cold",
     "mon copain s'appelle camille et ma famille croit que c'est une fille",
     "me enamoré de mi mejor amiga y en casa me echarían si lo supieran",
     "meine freundin ist für meine eltern nur die mitbewohnerin, seit sechs jahren",
     "meu namorado é apresentado como primo em todo natal",
     "мы живем вместе четвертый год, а для мамы она просто соседка",
     "i have type one diabetes and inject under the table so nobody asks",
     "sans papiers, je nettoie le même bureau depuis dix ans"],
)  # fmt: skip
def test_who_confides_what_they_are_gets_no_helpline(words: str) -> None:
    assert assess(words) is Care.NONE


def test_who_confides_it_and_wants_to_die_does() -> None:
    assert assess("i am gay and my parents know and i want to kill myself") is Care.CONCERN


@pytest.mark.parametrize(
    "words",
    [
        "The sea took my letters and I let it.",
        "la mer a pris mes lettres et je l'ai laissée faire",
        "my mind is made up, everything is ready, i am moving to the river house",
    ],
)
def test_a_place_or_a_letter_keeps_nobody_from_publishing(words: str) -> None:
    assert assess(words) < Care.PLAN
