"""Whose trouble it is decides what the kind word says."""

import pytest

from bot.domain.checks.whose import Whose, whose


@pytest.mark.parametrize(
    ("words", "told"),
    [("my best friend keeps talking about killing herself, what do i do", Whose.FRIEND),
     ("ma copine se coupe et elle m'a fait jurer de rien dire", Whose.FRIEND),
     ("mi hermana dice que ella quiere morir", Whose.FRIEND),
     ("i throw up after every meal", Whose.EATING), ("je me fais vomir le soir", Whose.EATING),
     ("i want to die and my sister knows, she cries", Whose.OWN),
     ("i tried two years ago, i'm ok now", Whose.OVER),
     ("il y a trois ans j'ai fait une tentative de suicide. je vais mieux", Whose.OVER),
     ("hace dos años intenté matarme, hoy quiero morir otra vez, estoy bien dicen", Whose.OWN),
     ("i tried two years ago and lately the thoughts are back, they think i'm better", Whose.OWN),
     ("i tried to kill myself two years ago", Whose.OWN),
     ("je veux mourir", Whose.OWN), ("", Whose.OWN)],
)  # fmt: skip
def test_the_author_a_friend_and_eating_are_told_apart(words: str, told: Whose) -> None:
    assert whose(words) is told
