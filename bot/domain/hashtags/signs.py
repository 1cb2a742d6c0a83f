"""Signs beside it tell the end of a word in Chinese and Japanese, which write no spaces."""

import regex

_ANY = regex.compile(r"\p{L}+")
_KANJI, _KATAKANA = regex.compile(r"[\p{Han}々]"), regex.compile(r"[\p{Katakana}ー]")
_HIRAGANA = regex.compile(r"\p{Hiragana}")
_JA_BEFORE = frozenset("のをはがにともでへおごなやいうくるたか")
_JA_AFTER = frozenset("のをはがにともでへやかだじなねよまたほ")
_ZH_BEFORE = frozenset(
    "的了我你他她它们们个個只隻条條朵本首张張杯瓶碗件把辆輛台臺间間棵场場和跟与與在是有没沒买買养養吃喝看写寫听聽"
    "见見给給被让讓那这這哪每一两兩三四五几幾到从從对對为為爱愛怕下上坐送种種摘抱打唱做想带帶偷丢撞家"
)
_ZH_AFTER = frozenset(
    "的了我你他她它们是在不都也很和跟与與没沒有会會要就还還死走跑叫吗嗎呢吧啊呀里裡边邊前后後时時那这這给給"
    "被让讓把去来來到说說过過着著又才只可太真从從对對比等因所但而陪掉丢生"
)


def whole(signs: str, position: int, length: int, language: str) -> bool:
    """Whether no sign beside it makes another word of it: ``花`` in ``花光`` is no flower."""
    before = signs[position - 1 : position] if position else ""
    after = signs[position + length : position + length + 1]
    first, last = signs[position], signs[position + length - 1]
    if language == "zh":
        return length > 1 or (_alone(before, _ZH_BEFORE) and _alone(after, _ZH_AFTER))
    if length == 1 and _KANJI.match(first):
        kanji_beside = _KANJI.match(before) or _KANJI.match(after)
        return not kanji_beside and (not _HIRAGANA.match(after) or after in _JA_AFTER)
    if _KATAKANA.match(first) and _KATAKANA.match(before):
        return False
    if _KATAKANA.match(last) and _KATAKANA.match(after):
        return False
    if _HIRAGANA.match(first) and length < 4:
        ended = not _HIRAGANA.match(after) or after in _JA_AFTER
        return ended and (not _HIRAGANA.match(before) or before in _JA_BEFORE)
    return True


def _alone(sign: str, small: frozenset[str]) -> bool:
    return not sign or sign in small or not _ANY.match(sign)
