"""Labels that other programs and people's habits rely on: they are never said in another way."""

import pytest

from bot.tools import messages
from tests.operator.sentences import catalogue

FIXED = {
    "Publish": "Publier",
    "Another picture": "Une autre image",
    "Cancel": "Annuler",
    "Reply": "Répondre",
    "Send": "Envoyer",
    "Another name": "Un autre nom",
    "I wrote {number}": "C’est moi, {number}",
    "Close replies": "Fermer les réponses",
    "Today": "Aujourd’hui",
    "Week": "Semaine",
    "Month": "Mois",
    "All time": "Depuis toujours",
    "Another": "Une autre",
    "Share": "Partager",
    "Open in the channel": "Ouvrir dans le canal",
    "No place": "Sans lieu",
    "Type a town": "Écrire une ville",
    "Find it": "Trouver",
    "Country only": "Pays seulement",
    "New": "Nouvelle",
    "All": "Toutes",
    "A question": "Une question",
    "A native post": "Un post natif",
    "A picture pack": "Des images",
    "Send for approval": "Soumettre",
}


@pytest.mark.parametrize(("english", "french"), FIXED.items())
def test_a_label_is_as_it_was_in_english_and_french(english: str, french: str) -> None:
    said = [
        messages.forms_of(each)[0].replace("'", "’")
        for each in catalogue("fr")
        if each.id and messages.words_of(each)[0] == english
    ]
    assert french in said
