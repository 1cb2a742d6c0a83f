"""In which language somebody wrote, among those in which we can answer somebody who is not well.

Whispers are short and badly spelt, so scripts and letters count first, then small words and those
that people in need use. What cannot be told is not guessed: the caller knows more.
"""

import regex

from bot.domain.checks.normal import fold_all as fold

_LETTER = regex.compile(r"\p{L}")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:['’ʻ‘]\p{L}+)*")
_SCRIPTS = (
    ("am", regex.compile(r"\p{Ethiopic}")),
    ("ko", regex.compile(r"\p{Hangul}")),
    ("ja", regex.compile(r"[\p{Hiragana}\p{Katakana}]")),
    ("zh", regex.compile(r"\p{Han}")),
    ("hi", regex.compile(r"\p{Devanagari}")),
)
_ARABIC, _CYRILLIC, _LATIN = (
    regex.compile(rf"\p{{{script}}}") for script in ("Arabic", "Cyrillic", "Latin")
)
_URDU = regex.compile(r"[ٹڈڑںےھہ]")
_PERSIAN, _ARABS = regex.compile(r"[پچژگکی]"), regex.compile(r"[كيىةأإؤ]|\bال")
"""Letters that one of them writes, and the other's keyboard has not."""
_UZBEK, _UKRAINIAN = regex.compile(r"[ўқҳ]"), regex.compile(r"[іїєґ]")
_OTHER_CYRILLIC = regex.compile(r"[әңөұүһђћљњџјѓќ]|ў.*і|і.*ў", regex.S)
_UKRAINIAN_WORDS = regex.compile(
    r"\b(?:не хочу жити|жити|що|хочу померти|померти|мене|вже|бо|нема|коли|дуже|немає)\b"
)
_LETTERS = {
    "vi": "ăơưđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "tr": "ğşı",
    "pl": "ąęłżźśćń",
    "ro": "șțţ",
    "de": "ß",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "uz": "ʻ",
}
_SMALL_WORDS = {
    "en": "i im ive id ill the and my to of is was that with for have not it they he she you when "
    "dont cant wanna die dead kill myself want life anymore just so been feel like no one would me "
    "be but at on this every day are am do her his tired cutting alone living without",
    "fr": "je j ai le les et que ne n pas une un des est dans mon ma mes pour avec c qui suis plus "
    "jveux veux mourir crever vivre vie mort marre moi jen jai chui tu il elle sais personne ça "
    "ca rien du au sur me tout tous peux jme envie tuer suicider cette ce quand encore a chaque "
    "nuit fatigue fatiguee jsuis jpeux jsers chez meme mieux vous nous",
    "es": "yo el los la que y de no me mi una un por con es como pero muy ya lo las se si todo "
    "quiero morir morirme matarme vida vivir estoy nadie mas sin cansado cansada al para tengo "
    "ganas hace esta todos dia mis le solo sola nada cuando desaparecer",
    "de": "ich der die das und nicht ist mich mir mein meine zu mit ein eine auf es war habe bin "
    "will mehr leben sterben tot kann hab nur kein keine wenn wieder nie niemand umbringen müde "
    "vom so dass aber ritze sie er von dem den für alles nichts meiner",
    "pt": "eu o os a que e de nao me meu minha uma um por com mas muito ja se tudo do da no na "
    "quero morrer matar vida viver cansei mais ninguem to tou estou pra nada so minhas sem "
    "nunca ter vontade sumir acabar todos dia isso ele ela você",
    "it": "io il la che e di non mi mio mia una un per con ma sono ho anche piu ogni della lo si "
    "voglio morire vivere vita nessuno stanco stanca farla finita ammazzarmi sto senza niente "
    "vorrei questo tutto al del le quando basta",
    "nl": "ik het een en niet is mijn me van dat wil meer dood leven zijn maar met voor te op kan "
    "mezelf niemand geen zin zo moe wou was ben had naar om als er elke dag heb aan",
    "pl": "ja nie i w z na to że się mi mnie chcę chce żyć umrzeć już jestem mam zabić nikt życie "
    "po co mój moja tak jak ale bo sobie zmęczony zmęczona każdego dnia siebie bez",
    "ro": "eu nu si și să sa mai de la în un o este sunt vreau mor trăiesc viața viata am nimeni "
    "mă ma pe cu că ca sinucid obosit obosită tot fără vrea îmi imi din mine zi",
    "tr": "ben bir ve bu çok ama de da mi ne değil yok artık istiyorum ölmek yaşamak istemiyorum "
    "hayat kendimi öldürmek kimse beni bana gibi için her gün bıktım yoruldum keşke ölsem hiç "
    "intihar",
    "id": "aku saya gue gua yang dan di ini itu tidak ga gak nggak udah mau pengen mati hidup "
    "bunuh diri lagi capek lelah ingin sama aja tapi kalau kalo sudah bisa orang tanpa dengan "
    "setiap hari lebih baik",
    "vi": "toi tôi em mình minh không khong muốn muon chết chet sống song nữa nua là la và và có "
    "co tự tử tu tu ai đời này quá mệt mỏi chỉ rồi mọi người",
    "uz": "men meni menga va bu bir yashashni xohlamayman istamayman o'lgim o'lmoqchiman keladi "
    "kelyapti hayot hayotdan o'zimni charchadim hech kim bilan yo'q emas uchun har kuni o'lim "
    "o'ldirmoqchiman edi ham lekin yana endi kecha kechasi deb oyim otam shunda jonimga qasd nima "
    "qanday kerak o'lsam o'lib yashashga bo'ldi",
    "hi-latn": "main mai mujhe mera meri mere hai hain ho hu hoon nahi nahin mat kya kuch bas aur "
    "ki ka ke ko se par marna jeena chahta chahti zindagi khud apne koi bhi ab maut mar jaun thak "
    "gaya gayi khatam kar raha rahi karna krna",
}  # fmt: skip
_SMALL = {
    language: frozenset(fold(word) for word in words.split())
    for language, words in _SMALL_WORDS.items()
}
_LEAST = 0.15  # share of words that must be known
_LETTER_WORTH = 1.5  # words


def tongue_of(words: str, *, liked: str | None = None) -> str | None:
    """Return a language of ``care_texts.toml``. ``liked``: taken where several fit alike. None:
    another language, or too little to tell."""
    letters = _LETTER.findall(words)
    if not letters:
        return None
    least = len(letters) / 4
    for language, script in _SCRIPTS:
        if len(script.findall(words)) > least:
            return language
    low = words.lower()
    if len(_ARABIC.findall(words)) > least:
        if _URDU.search(low):
            return None
        return "fa" if len(_PERSIAN.findall(low)) > len(_ARABS.findall(low)) else "ar"
    if len(_CYRILLIC.findall(words)) > least:
        return _cyrillic(low)
    return _latin(low, liked) if _LATIN.search(words) else None


def _cyrillic(low: str) -> str | None:
    if _OTHER_CYRILLIC.search(low):
        return None
    if _UZBEK.search(low):
        return "uz"
    return "uk" if _UKRAINIAN.search(low) or _UKRAINIAN_WORDS.search(low) else "ru"


def _latin(low: str, liked: str | None) -> str | None:
    found = [part for word in _WORD.findall(low) for part in _parts(word)]
    worth = {
        language: sum(word in small for word in found)
        + _LETTER_WORTH * any(letter in low for letter in _LETTERS.get(language, ""))
        for language, small in _SMALL.items()
    }
    most = max(worth.values())
    if most < max(1, _LEAST * len(found)):
        return None
    best = [language for language in worth if worth[language] == most]
    own = (liked or "").split("-")[0].lower()
    return own if own in best else best[0]


def _parts(word: str) -> list[str]:
    """Part a word: "j'ai" is two words, "o'lgim" one."""
    plain = regex.sub("[’ʻ‘]", "'", word)
    if plain.startswith(("o'", "g'")):
        return [fold(plain)]
    return [fold(part) for part in plain.split("'")]
