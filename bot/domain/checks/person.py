"""People a reader could recognise: the harm that a confession board does most often.

Names, titles, school classes, initials with a place, trade with a place, plates and addresses. It
sends to human eyes and never refuses, so it may err; pets, saints and film stars it tries to leave.
"""

import re
from collections.abc import Iterator

import regex

from bot.domain.checks import names
from bot.domain.checks.names import CAP as _CAP
from bot.domain.checks.names import Span
from bot.domain.patterns import compiled

_PLACE = (
    rf"(?:(?:the|our|this|le|la|les|l['’]|notre|du|des|de|une?)\s?)*(?:\p{{L}}+\s){{0,3}}?{_CAP}"
)
_JOB = (
    r"(?:boss|manager|baker|bartender|barman|barmaid|postman|mail(?:man|woman)|nurse|doctor|dentist|vet|"
    r"teacher|librarian|coach|owner|waiter|waitress|driver|mayor|landlord|landlady|goalkeeper|president|"
    r"professor|choirmaster|priest|pastor|imam|rabbi|firem[ae]n|cashier|butcher|hairdresser|mechanic|"
    r"apprentice|midwife|vicar|curate|accountant|cleaner|lawyer|notary|tutor|therapist|plumber|trainee|"
    r"cellist|violinist|organist|referee|trainer|barber|chemist|clerk|waitress|"
    r"comptable|cuisini(?:er|[eè]re)|violoncelliste|violoniste|organiste|arbitre|avocate?|notaire|plombier|"
    r"stagiaire|sage-femme|kin[ée]|psy|moniteur|monitrice|barbier|"
    r"pharmacist|principal|headmaster|headmistress|director|chef|cook|police(?:man|woman)|"
    r"sheriff|judge|secretary|receptionist|caretaker|janitor|farmer|captain|guy|girl|boy|lady|daughter|"
    r"son|wife|husband|"
    r"patron(?:ne)?|boulang(?:er|[eè]re)|facteur|factrice|infirmi(?:er|[eè]re)|m[ée]decin|docteur|dentiste|"
    r"v[ée]to|v[ée]t[ée]rinaire|prof(?:esseur)?e?|biblioth[ée]caire|entra[iî]neur|serveu(?:r|se)|chauffeur|"
    r"maire|propri[ée]taire|gardien(?:ne)?|pr[ée]sidente?|chef|cur[ée]|pr[eê]tre|pompier|caissi[eè]re?|"
    r"bouch(?:er|[eè]re)|coiffeu(?:r|se)|garagiste|apprentie?|pharmacien(?:ne)?|directeur|directrice|"
    r"policier|juge|secr[ée]taire|concierge|agriculteur|capitaine|aide-soignante?|fille|fils|femme|mari)"
)
_BIG = regex.compile(
    r"\b(?:London|Paris|Berlin|Madrid|Rom[ae]|Milano?|Moscow|New York|NYC|Chicago|"
    r"Boston|Los Angeles|LA|Houston|Toronto|Montr[ée]al|Vancouver|Sydney|"
    r"Melbourne|Lagos|Nairobi|Cairo|Delhi|Mumbai|Bangalore|"
    r"Manila|Dubai|Singapore|Tokyo|Manchester|Birmingham|Glasgow|Dublin|Lyon|Marseille|Toulouse|"
    r"Lille|Bordeaux|Nantes|Bruxelles|Brussels|Gen[eè]ve|Casablanca|Dakar|Abidjan|Alger|Tunis|"
    r"Amsterdam|Vienna|Wien|Hamburg|Barcelona|Lisbo[an]|Istanbul|Mexico|Bogot[aá]|Lima|Charlotte|"
    r"America|England|France|Germany|Spain|Italy|India|Europe|Africa|Canada|Australia|Japan|China)$"
)
"""The places of millions: a trade there is nobody in particular."""
_SEAT = regex.compile(
    r"\b(?:girl|boy|guy|kid|lad|dude|woman|man|one|fille|gar[çc]on|gars|mec|meuf|celui|celle)\b"
    r"(?:\s[\p{L}'’-]+){0,6}?\s(?:(?:front|back|first|second|third|last) row|"
    r"(?:bio|chem|calc|math|psych|econ|eng|phys|hist|stats|lab|room|dorm|block|platoon|table|salle|bureau|groupe|td|amphi|chambre)\s?"
    r"(?:\d{1,4}[a-d]?|[a-d])\b|(?:premier|dernier|deuxi[eè]me) rang)",
    regex.I,
)
"""A face in a class: whoever sits there knows who is meant."""
_PATTERNS = tuple(
    compiled(pattern, regex.V1 | flags)
    for pattern, flags in (
        # A title and a name.
        (
            rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Coach|Father|Sister|Brother|Nurse|Pastor|Officer|"
            rf"Principal|Uncle|Aunt|Sir|Headmaster|Headmistress|Mayor|Inspector|Sergeant|Lieutenant|Constable|"
            rf"Vicar|Bishop|Tonton|Tata|Inspecteur|Brigadier|Adjudant|Proviseure?|Madame|Monsieur|Mme|Mlle|M|Me|[Dd]octeur|[Pp]rofesseur|[Cc]oach|"
            rf"[Ll]['’]abb[ée]|[Pp][èe]re|[Ss][œo]e?ur|[Mm]a[îi]tre|Herr|Frau|Señora?|Signora?|Don)"
            rf"\.?\s(?!No[ëe]l|Christmas|Right|Darcy|Google|Bean|Lapin|Snuggles|Who|House|Spock|Big|Time|"
            rf"Universe|Perfect|Sandman|Potato|Tout|Propre|Bricolage|Mayo|Pepper|Martens)(?:{_CAP})",
            0,
        ),
        # A school class: la 3e B, terminale L, en 5e D.
        (
            r"\b(?:[3-6]e|[3-6][eè]me|2de|2nde|1[eè]?re|terminale|tle)\s(?:[A-H]|ES|STMG|L|S)\b\d?",
            0,
        ),
        # A name with a cut surname, initials with something that places them.
        (r"\b(?!Mr\b|Mrs\b|Dr\b|St\b|Ms\b)\p{Lu}\p{Ll}+\s\p{Lu}\.(?=\s|,|$)", 0),
        (
            rf"\b\p{{Lu}}\.\s?-?\p{{Lu}}\.?,?\s(?:from|of|in|at|de|du|d['’]|[aà]|au|apprenti\w*|{_JOB})\b",
            0,
        ),
        # A trade and a place.
        (
            rf"\b{_JOB}s?\b(?:\s[\p{{L}}\p{{N}}&'’-]+){{0,6}}?,?\s(?:in|at|of|from|on|near|by|to|[àa]|au|aux|de|du|chez|"
            rf"dans|rue|sur)\s{_PLACE}",
            0,
        ),
        (
            rf"\b{_JOB}\b(?:\s\p{{L}}+){{0,3}}\s(?:in|of|de)\s(?:our|notre)\s(?:village|town|street|rue|ville)",
            regex.I,
        ),
        (
            r"\b(?:nurse|infirmi[eè]re|cashier|driver|goalkeeper)\b.{0,30}\b(?:ward|service|hospital|h[ôo]pital)\b",
            regex.I,
        ),
        (rf"\b{_CAP}(?:\s{_CAP})?\s(?:Street|Lane|Road|Avenue|Row|Close|Drive|Court)\b", 0),
        (
            rf"\b(?:rue|avenue|boulevard|impasse|place|all[ée]e|chemin|quai|cours|route|r[ée]sidence|square)\s(?:de\s(?:la\s|l['’])?|du\s|des\s)?{_CAP}",
            0,
        ),
        # A school, hospital or office by its name, with somebody in it.
        (
            rf"\b(?:lyc[ée]e|coll[eè]ge|[ée]cole|ehpad|clinique|h[ôo]pital|garage|h[ôo]tel)\s(?:de\s|des\s|du\s|d['’])?{_CAP}"
            rf"|\b{_CAP}(?:['’]s)?\s(?:High|Primary|School|College|Hospital|Academy|Hotel|Clinic|"
            rf"Church|Theatre|Nursing Home)\b",
            0,
        ),
        (r"(?<![\w@./])@\p{L}[\w.]{2,31}", 0),
    )
)
_NUMBERED = tuple(
    compiled(pattern, regex.V1 | flags)
    for pattern, flags in (
        # A school class: 10B, class 9C, year 11.
        (
            r"\b(?:class|form|grade|section|classe)\s(?:of\s)?\d{1,2}\s?[A-Ha-h]\b|\b(?:[5-9]|1[0-3])[A-H]\b",
            0,
        ),
        (r"\byear\s(?:[7-9]|1[0-3])\b(?=.{0,40}\b(?:at|school|class|girl|boy))", regex.I),
        # A line, a ward.
        (
            r"\b(?:bus|ligne|tram|ward|service|caserne|station)\s\d{1,3}\b(?=.{0,12}\b(?:in|at|[àa])\s\p{Lu})",
            0,
        ),
        # Number plates and addresses.
        (
            r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b|\b[A-Z]{2}[- ]\d{3}[- ][A-Z]{2}\b"
            r"|\b\d{2,4}\s[A-Z]{2,3}\s\d{2}\b",
            0,
        ),
        (
            r"\b(?:plates?|reg(?:istration)?|plaque|immatricul\p{L}+|[Kk]ennzeichen|[Mm]atr[íi]cula|[Tt]arga|"
            r"[Pp]laca|госномер|номер)\s(?!de\b)(?:[\p{Ll}]+\s)?(?=[A-ZА-Я-]{0,5}[ -]?\d|\d)"
            r"[A-ZА-Я0-9][A-ZА-Я0-9 -]{3,9}",
            0,
        ),
        (
            r"\b(?:from|at|to|of|du|au|[àa])\s(?:the\s)?(?:num[ée]ro|number|no\.?|n°)\s?\d{1,4}\b",
            regex.I,
        ),
        (r"\b(?:flat|apartment|appartement|appt)\s\d{1,3}[a-f]\b", regex.I),
    )
)
"""Those that have a digit in them, which most texts have not."""
_DIGIT = re.compile(r"\d")
_OUR_TOWN = next(each for each in _PATTERNS if "our|notre" in each.pattern)
_OF_TRADES = next(each for each in _PATTERNS if each.pattern.startswith(rf"\b{_JOB}s?"))
_HINTS = (
    (_OUR_TOWN, re.compile(r"(?:our|notre)\s(?:village|town|street|rue|ville)", re.IGNORECASE)),
    (_OF_TRADES, re.compile(rf"\b{_JOB}s?\b")),
)
"""The words without which the slowest of the patterns find nothing."""


def find(words: str) -> Iterator[Span]:
    """Yield places in the words that point to somebody; they may overlap. The famous are left
    alone."""
    hopeless = {each for each, hint in _HINTS if not hint.search(words)}
    numbered = _NUMBERED if _DIGIT.search(words) else ()
    found = [
        match.span()
        for pattern in (*_PATTERNS, *numbered, _SEAT)
        if pattern not in hopeless
        for match in pattern.finditer(words)
        if not _BIG.search(match[0])
    ]
    found += names.find(words)
    famous = names.famous_places(words) if found else []
    return (span for span in found if not names.touches(span, famous))
