"""Names of accounts: after an @, or within four words of a service's name.

A token that is put together as names are (``lea_m``, ``owl-7``) counts anywhere near; one that is
merely no plain word counts where the sentence says that it is the name, or asks to be added.
"""

import re
from collections.abc import Iterator

import regex

from bot.domain.contacts.names import TOKEN, is_marked, is_odd
from bot.domain.patterns import compiled

Span = tuple[int, int]

NEAR = 4  # words

_AT_NAME = compiled(r"(?<![\w@./])@(?P<space>\s?)(?P<name>\w(?:[\w.]{0,28}\w))(?![@\w])")
_SERVICES = compiled(
    r"""(?<![\p{L}\p{N}])(?:
        insta(?:gram)?s? | ig | inst | snap(?:chat)?s? | sc | telegram | tg | tele | tik\s?tok
      | discord | disc | dc | twitter | whats\s?app | wa | kik | we\s?chat | line | skype | fb
      | facebook | only\s?fans | (?-i:OF) | twitch | steam | psn | cash\s?app | venmo | paypal
      | threads | tumblr | bluesky | mastodon | viber | signal | revolut | lydia | zelle | vk
      | xbox(?:\slive)? | gamer\s?tag | pseudo | handle | bereal | fansly | mym
      | i\sn\ss\st\sa(?:\sg\sr\sa\sm)? | s\sn\sa\sp
      | user(?:name)? | usuario | nick(?:name)? | ник(?:нейм)?
      | инст[аеуы]\w{0,5} | инстаграм\w* | снэп\w{0,4} | снап\w{0,4} | тг | телег\w{0,3}
      | телеграм\w{0,3} | дискорд\w{0,2} | вк | вконтакте | онлифанс\w? | тикток\w? | кик
      | вайбер\w? | ватсап\w? | вотсап\w?
    )(?:['’]s)?(?![\p{L}\p{N}])|👻""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_UNMISTAKABLE = compiled(
    r"insta(?:gram)?|ig|snap(?:chat)?|telegram|tg|discord|kik|only\s?fans|psn|gamer\s?tag|снэп|снап|инста|"
    r"тг|телеграм|дискорд|👻",
    regex.IGNORECASE,
)
_TOKEN = compiled(r"[$]?[\p{L}\p{N}_](?:[\p{L}\p{M}\p{N}_.#’'-]*[\p{L}\p{M}\p{N}_])?")
_STOP = compiled(r"[.!?…](?:\s|$)|\n\s*\n")
_QUESTION = compiled(r"\s?[?!]")
_IS = compiled(
    r"""(?:[\s,]{0,2}(?:[?:=→>⇒👉-]+|(?<!\p{L})(?:is|it['’]?s|its|me|est|c['’]est|es|son|ist|heißt|heisst|
        als|as|como|como\ssoy|comme|name|user|username|id|pseudo|handle|gamertag|это|как)(?=[\s:=]))){0,3}
        [\s:=👉→️]*""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_I_AM = compiled(r"\s(?:i['’]?m|i\sam|je\ssuis|soy|bin\sich|ich\sbin|sono|sou|я)\s", regex.I)
_ADD = compiled(
    r"(?<!\w)(?:add|ajoute\w*|agreg\w+|añad\w+|adde\w*|add[ei]t|добав\w+|follow|suive\w*|sígu\w+|"
    r"folgt?|find|search|cherche\w*|busc\w+|sucht?|dm|hmu|venez|пиш\w+|ищи\w*)(?!\w)",
    regex.I,
)
_UNDERSCORE = r"underscore|gui[óo]n\sbajo|tiret\sbas|underline|unterstrich|нижнее\sподч[её]ркивание"
_SIGN = r"dot|point|punto|punkt|точка|dash|tiret|gui[óo]n|[_.-]"
_SPELLED = compiled(
    rf"""(?<![\p{{L}}\p{{N}}])[\p{{L}}\p{{N}}]{{2,}}(?:\s(?:{_UNDERSCORE})\s[\p{{L}}\p{{N}}]+)+
      | (?<![\p{{L}}\p{{N}}])[\p{{L}}\p{{N}}]\s(?:[\p{{L}}\p{{N}}]\s)++
        (?:(?:{_UNDERSCORE}|{_SIGN})
           \s[\p{{L}}\p{{N}}](?![\p{{L}}\p{{N}}])(?:\s[\p{{L}}\p{{N}}](?![\p{{L}}\p{{N}}]))++
           (?:\s(?={_UNDERSCORE}|{_SIGN}))?)++""",
    regex.VERBOSE | regex.IGNORECASE | regex.V1,
)
_MAY_BE_SPELLED = re.compile(
    rf"\s(?:{_UNDERSCORE})\s|(?<=\s[^\W_]\s)(?:{_UNDERSCORE}|{_SIGN})\s[^\W_](?![^\W_])"
)
_NAMED = frozenset(
    regex.findall(
        r"\w+",
        "ig inst snap snaps sc tg tele tik disc dc wa kik we line fb only of psn cash vk "
        "xbox pseudo user nick mym steam i s тг вк кик ник инст снэп снап ",
    )
)
_BEGIN = frozenset(
    regex.findall(
        r"\w+",
        "insta snapc teleg tikto disco twitt whats wecha skype faceb onlyf twitc casha venmo "
        "paypa threa tumbl blues masto viber signa revol lydia zelle gamer handl berea fansl "
        "usern usuar nickn pseud инста инсте инсту инсты телег диско вконт онлиф тикто вайбе "
        "ватса вотса никне ",
    )
)
_FOUR = frozenset(("инст", "снэп", "снап"))
"""The beginnings of words that name a service: only there need the long pattern be tried."""


def _services(plain: str) -> "Iterator[regex.Match[str]]":
    if "👻" in plain:
        yield from _SERVICES.finditer(plain)
        return
    done = 0
    for token in TOKEN.finditer(plain):
        word = token[0].casefold()
        if word in _NAMED or word[:5] in _BEGIN or word[:4] in _FOUR:
            service = _SERVICES.match(plain, token.start()) if token.start() >= done else None
            if service is not None:
                done = service.end()
                yield service


def find(plain: str) -> Iterator[Span]:
    if _MAY_BE_SPELLED.search(plain.casefold()):
        yield from (match.span() for match in _SPELLED.finditer(plain))
    for match in _AT_NAME.finditer(plain):
        name = match["name"]
        if not match["space"] or (is_odd(name, plain) and not _is_time(name)):
            yield match.span()
    for service in _services(plain):
        yield from _after(plain, service)
        yield from _before(plain, service)


def _is_time(token: str) -> bool:
    return token[0].isdigit() and not regex.search(r"\p{L}{4}|_", token)


def _after(plain: str, service: "regex.Match[str]") -> Iterator[Span]:
    question = _QUESTION.match(plain, service.end())
    asked = question.end() if question else service.end()
    stop = _STOP.search(plain, asked)
    end = stop.start() if stop else len(plain)
    tokens = list(_TOKEN.finditer(plain, service.end(), end))[:NEAR]
    link = _IS.match(plain, service.end(), end)
    named = link.end() if link and link.end() > service.end() + 1 else -1
    said = _I_AM.search(plain, service.end() - 1, end)
    for place, token in enumerate(tokens):
        introduced = token.start() == named or (said and token.start() == said.end())
        first = place == 0 and _UNMISTAKABLE.fullmatch(service[0]) is not None
        dotted = introduced and regex.search(r"\w[.]\w", token[0]) is not None
        taken = dotted or ((introduced or first) and _is_handle(token[0], plain))
        if taken or is_marked(token[0], plain):
            yield token.span()
            return


def _before(plain: str, service: "regex.Match[str]") -> Iterator[Span]:
    start = 0
    for stop in _STOP.finditer(plain, 0, service.start()):
        start = stop.end()
    tokens = list(_TOKEN.finditer(plain, start, service.start()))
    asked = _ADD.search(plain, start, service.start()) is not None
    for token in reversed(tokens[-NEAR:]):
        if is_marked(token[0], plain) or (asked and _is_handle(token[0], plain)):
            yield token.span()
            return


def _is_handle(token: str, text: str) -> bool:
    """Tell whether it is no word, and not written as a person's or a thing's name in a sentence."""
    return (
        len(token) >= 4
        and not token.istitle()
        and not _SERVICES.fullmatch(token)
        and not _is_time(token)
        and is_odd(token, text)
    )
