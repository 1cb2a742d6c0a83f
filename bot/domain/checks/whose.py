"""The care check hears trouble; this tells whose it is: the author's own, a friend's, or eating.

It only chooses what the kind word says; who cannot be told apart is taken to speak of
themselves."""

from enum import Enum, auto

import regex

from bot.domain.checks.normal import normalise


class Whose(Enum):
    OWN = auto()
    FRIEND = auto()  # somebody is worried about somebody
    EATING = auto()
    OVER = auto()  # an attempt, or a time, that they have left behind


_SOMEBODY = regex.compile(
    r"\b(?:my|our|a|mon|ma|mes|un|une|mi|mein|meine|meiner|meu|minha|il mio|"
    r"la mia) (?:\w+ )?(?:friend|mate|bestie|sister|brother|sibling|mum|mom|mother|dad|"
    r"father|girlfriend|boyfriend|gf|bf|wife|husband|partner|roommate|flatmate|student|"
    r"pupil|cousin|nephew|niece|daughter|son|kid|colleague|coworker|classmate|ex|copine|"
    r"copain|pote|amie?|frere|soeur|mere|pere|mec|meuf|femme|mari|coloc|eleve|cousine?|"
    r"fille|fils|collegue|amig[ao]|herman[ao]|hij[ao]|madre|padre|novi[ao]|freundin|"
    r"freund|bruder|schwester|mutter|vater|tochter|sohn|irmao|irma|mae|pai|namorad[ao]|"
    r"amic[ao]|sorella|fratello|figli[ao])\b"
)
_THEY = regex.compile(
    r"\b(?:she|he|they|her|him|them|herself|himself|hes|shes|elle|il|lui|ella|el|ele|ela|sie|er|ihr|ihm|"
    r"lei)\b"
)
_I_TOO = regex.compile(
    r"\b(?:i (?:want|wanna|will|took|bought|tried|cut|wish|cant|think about|hate|keep)|"
    r"im (?:gonna|going|cutting|so tired|done)|ill|je (?:veux|vais|pense a|me)|"
    r"j ai (?:pris|envie|achete|fait une)|kill myself|me tuer|me suicider|quiero|"
    r"me quiero|ich will|mich|eu quero|me matar|voglio)\b"
)
_EATING = regex.compile(
    r"\b(?:throw(?:ing)? up|threw up|make myself sick|puk(?:e|ed|ing)|purg(?:e|ed|ing)|"
    r"binge\w*|laxatives?|calories?|weigh myself|starv(?:e|ed|ing) myself|anore\w+|"
    r"bulimi\w+|boulimi\w+|fais vomir|vomir|kilos?|kg|skip(?:ping|ped)? (?:meals|dinner|"
    r"lunch)|chew and spit|me pese|pas mange|ate (?:nothing|only|an apple)|havent eaten|"
    r"(?:not|dont) eat(?:ing)?|calorias|atracon\w*|erbreche|hungere|kalorien|vomito|"
    r"calorie)\b"
)
_DYING = regex.compile(
    r"\b(?:die|dying|dead|kill|suicid\w*|alive|mourir|crever|tuer|vivre|morir|sterben|"
    r"morrer|morire)\b"
)
_LONG_AGO = regex.compile(
    r"\b(?:(?:years?|months?|decades?) ago|years back|(?:in|en|em|nel|im jahr) (?:19|20)\d\d|"
    r"when i was (?:\d+|a|in|at|young)|"
    r"last (?:year|summer|winter|spring)|il y a (?:\w+ )?(?:ans?|mois)|quand j avais|"
    r"l annee derniere|a l epoque|hace (?:\w+ )?(?:anos?|meses)|"
    r"vor (?:\w+ )?(?:jahren|monaten)|(?:ha|faz) (?:\w+ )?(?:anos?|meses)|(?:anni|mesi) fa|"
    r"(?:лет|года|год|месяцев) назад|قبل (?:\w+ )?(?:سنوات|سنين|سنه|اشهر)|साल पहले|saal pehle)\b"
)
_NEVER = regex.compile(
    r"\b(?:(?:would|will|could|d|ll) never (?:do|dare)|never (?:would|will|could)|"
    r"(?:wont|wouldnt|couldnt|will not|would not) (?:actually |ever |really )?do it|"
    r"i dont (?:have|own) (?:one|it|any)|i wish i had|if i had a|put it down|changed my mind|"
    r"jamais je (?:ne )?(?:le |l )?(?:fer|pourr)\w+|"
    r"je (?:ne )?(?:le |l )?(?:fer|pourr)\w+ (?:jamais|pas)|"
    r"nunca lo (?:haria|hare)|nunca faria|wurde es nie|lo farei mai|"
    r"никогда (?:этого )?не сделаю|عمري ما)\b"
)
"""Words of a wish, and no plan."""
_BETTER = regex.compile(
    r"\b(?:im (?:ok|okay|fine|better|good|alive|still here|glad)|i am (?:ok|okay|fine|better|glad)|"
    r"(?:so|much|doing|feel|feeling|got|getting|its) better|still here|glad (?:i|to be)|"
    r"clean (?:now|for|since)|(?:not|never) (?:since|again)|in recovery|i survived|"
    r"ca va (?:mieux|bien)|vais (?:mieux|bien)|suis (?:la|vivante?|content|contente)|guerie?|"
    r"estoy (?:mejor|bien)|me alegro|geht (?:es )?mir (?:besser|gut)|bin froh|"
    r"estou (?:melhor|bem)|sto (?:meglio|bene)|мне лучше|"
    r"(?:сейчас|теперь) (?:все )?(?:хорошо|лучше)|انا بخير|الحمد لله|ab theek)\b"
)
_STILL = regex.compile(
    r"\b(?:again|lately|these days|tonight|today|now i want|i (?:still )?(?:want|wanna|need) to|"
    r"relaps\w*|coming back|thoughts are back|encore (?:envie|plus)|a nouveau|ce soir|"
    r"j ai (?:encore )?envie|rechute\w*|otra vez|hoy|de nuevo|wieder|heute|de novo|hoje|"
    r"di nuovo|oggi|опять|снова|сегодня)\b"
)


def whose(words: str) -> Whose:
    """Tell whose trouble it is, of words that the care check has heard."""
    text = normalise(words).text
    if is_somebody_elses(text):
        return Whose.FRIEND
    if _EATING.search(text) and not _DYING.search(text):
        return Whose.EATING
    if is_long_ago(text) and _BETTER.search(text) and not _STILL.search(text):
        return Whose.OVER
    return Whose.OWN


def is_long_ago(text: str) -> bool:
    """Whether the normal form tells of years or months ago."""
    return _LONG_AGO.search(text) is not None


def is_of_others(text: str) -> bool:
    """Whether the normal form speaks of somebody in the third person."""
    return _THEY.search(text) is not None


def is_only_a_wish(text: str) -> bool:
    """Whether the normal form says that it will not be done."""
    return _NEVER.search(text) is not None


def is_somebody_elses(text: str) -> bool:
    """Whether the normal form tells of a friend's trouble."""
    return bool(_SOMEBODY.search(text) and _THEY.search(text) and not _I_TOO.search(text))
