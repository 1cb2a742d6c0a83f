"""The people of the demo and what they confess: a day in a small town's channel.

All invented. Each line was chosen to be worth a card and to show another script or length.
"""

from dataclasses import dataclass
from typing import Literal

Topic = Literal["love", "work"]
LOVE: Topic = "love"
WORK: Topic = "work"
"""What somebody has on their mind: where there are several channels, one takes each."""


@dataclass(frozen=True, slots=True)
class StoryLine:
    """Somebody writes something; ``looks`` is how often they ask for another picture first."""

    person: str
    words: str
    looks: int = 0
    hearts: str = ""  # reactions that readers will leave, one character each
    topic: Topic = LOVE


PEOPLE: dict[str, str] = {
    "Maya": "en",
    "Théo": "fr",
    "Lucía": "es",
    "Аня": "ru",
    "ليلى": "ar",
    "陽菜": "ja",
    "Arjun": "hi",
    "Ifeoma": "en",
    "Jonas": "de",
    "Camille": "fr",
    "Sam": "en",
    "王芳": "zh",
}
"""Name -> language of their app."""

DAY: tuple[StoryLine, ...] = (
    StoryLine(
        "Maya", "I still set two cups on the table every morning. He left in March.", 0, "❤❤❤😢😢❤"
    ),
    StoryLine(
        "Théo",
        "J’ai dit à tout le monde que j’aimais la mer. En vrai, j’y vais pour pleurer sans qu’on "
        "m’entende.",
        1,
        "❤❤🤗❤",
    ),
    StoryLine(
        "Lucía",
        "Hoy cumplo 40 y nadie lo sabe. Me compré un pastel 🎂 y lo comí en el coche.",
        0,
        "❤🤗🤗🤗❤❤❤",
    ),
    StoryLine(
        "Аня",
        "Я десять лет говорю маме, что счастлива. Кажется, сегодня это впервые правда.",
        0,
        "❤❤❤❤❤❤❤❤❤",
    ),
    StoryLine("ليلى", "أكتب رسائل لأبي كل ليلة، ثم أحرقها حتى لا يقرأها أحد غيره.", 0, "❤❤😢"),
    StoryLine(
        "陽菜",
        "夜の電車で、知らない人が私の肩で眠っていた。起こさないように、三駅乗り過ごした。",
        0,
        "❤❤❤🤗",
    ),
    StoryLine("Arjun", "मैंने नौकरी छोड़ दी है, पर हर सुबह टाई पहनकर घर से निकलता हूँ।", 0, "😢❤", WORK),
    StoryLine(
        "Ifeoma",
        "I practise saying “I love you” to the cat, so that one day I can say it to people. 🐈",
        0,
        "❤❤❤❤❤",
    ),
    StoryLine(
        "Jonas",
        "Ich bin Lehrer. Vor dem ersten Schultag bin ich nervöser als meine Schüler.",
        0,
        "❤🤗❤",
        WORK,
    ),
    StoryLine("Camille", "J’ai gardé son numéro.", 0, "❤"),
    StoryLine(
        "Sam",
        "The promotion came through. I cried in the parking lot, because the only person I "
        "wanted to call is the one who never believed in me.",
        0,
        "❤❤🤗",
        WORK,
    ),
    StoryLine("王芳", "妈妈，我其实一直都记得你唱的那首歌。", 0, "❤❤❤❤"),
)

REPLIES: dict[str, tuple[str, ...]] = {
    "I still set two": (
        "I did that for a year. One morning I forgot, and it was all right.",
        "Moi, c’est son écharpe. Elle est toujours là.",
        "Set a third one. For me.",
    ),
    "Hoy cumplo 40": (
        "¡Feliz cumpleaños! Ahora lo sabemos todos.",
        "Happy birthday from somebody who eats cake in the car too.",
    ),
    "Я десять лет": ("Я рада за тебя. Правда.",),
    "I practise saying": ("The cat knows.", "Mon chat s’est endormi avant la fin."),
}
"""The answers of readers, by how the whisper begins."""

_OF_WORK = ("My boss", "Ho detto", "On my last day")

CROWD: tuple[StoryLine, ...] = tuple(
    StoryLine("somebody", words, topic=WORK if words.startswith(_OF_WORK) else LOVE)
    for words in (
        "I water the plants of the neighbour who moved away two years ago.",
        "Ma meilleure amie croit que j’ai arrêté de fumer. Je fume dans sa voiture.",
        "Guardo todos los mensajes de voz de mi abuela. No me atrevo a escucharlos.",
        "Я выучил её любимую песню, а она так и не узнала.",
        "I let my son win at chess for years. Now I cannot beat him any more.",
        "Ich sage, ich gehe joggen. Ich sitze nur auf der Bank am Fluss.",
        "母の味噌汁の味を、もう思い出せない。",
        "أحب رائحة المطر أكثر من أي شخص عرفته.",
        "I laughed at the funeral. It was his favourite joke.",
        "Je relis nos anciens messages dans l’ordre, comme un roman dont je connais la fin.",
        "माँ को लगता है कि मुझे खाना बनाना नहीं आता। मैं बस उनके हाथ का खाना चाहता हूँ।",
        "나는 아직도 그 사람의 우산을 가지고 있다.",
        "My boss praised the report that I copied from a junior. I never told anyone.",
        "Ho detto sì al lavoro perché avevo paura di dire di no a mio padre.",
        "Todos pensam que viajei. Passei as férias em casa, em silêncio, e fui feliz.",
        "Every year I send myself a birthday card, so that the postman does not worry.",
        "Annem aradığında hep meşgulüm diyorum. Aslında sesini duyunca ağlıyorum.",
        "I have never read the book that I call my favourite.",
        "Φοβάμαι περισσότερο την επιτυχία παρά την αποτυχία.",
        "כל לילה אני משאיר אור קטן, למקרה שהיא תחזור.",
        "I took the long way home for a year, to hear somebody practise the piano.",
        "J’ai voté autrement que je ne l’ai dit à table.",
        "Zostawiam drobne w kieszeniach starych płaszczy, żeby ktoś się ucieszył.",
        "He proposed. I said yes. I was thinking of the rent.",
        "Mi perro sabe todos mis secretos. Por suerte no habla.",
        "Я боюсь, что стану такой же, как отец, и уже говорю его словами.",
        "I kept the voicemail in which you sound happy.",
        "Meine Kinder glauben, ich könne alles reparieren. Ich habe Angst vor dem Tag, an dem "
        "sie es merken.",
        "夜里我会给从前的自己写信，告诉她后来都好了。",
        "I am the one who leaves the notes on the library books.",
        "Ik heb de ring nooit teruggevonden. Ik heb een nieuwe gekocht en niets gezegd.",
        "Je suis heureuse. Je n’ose le dire à personne.",
        "ฉันยังเก็บที่นั่งข้าง ๆ ไว้ให้เธอเสมอ",
        "I moved to a city where nobody knows how shy I was.",
        "Jag gråter alltid på flygplan, och aldrig hemma.",
        "Em vẫn nhớ mùi hoa trước cổng nhà cũ.",
        "I forgave him. I still practise the angry speech in the shower.",
        "El vecino toca mal el violín. El domingo que no tocó, me preocupé.",
        "My first grey hair: I kept it in an envelope.",
        "On my last day I hid a thank-you note in every drawer.",
        "I count the steps to her door. One hundred and twelve. I have never knocked.",
    )
)
"""The words of everybody else, on the demo's page."""

AT_WORK: tuple[StoryLine, ...] = tuple(
    StoryLine("somebody", words, hearts=hearts, topic=WORK)
    for words, hearts in (
        ("I apologised in a meeting for an idea. It is the product now.", "❤❤🔥"),
        ("Mon chef m’a félicité pour une idée de ma collègue. J’ai dit merci.", "❤"),
        ("Ich habe gekündigt und es noch niemandem zu Hause gesagt.", "😢🤗❤❤"),
        ("My whole team thinks that I am calm. I count tiles in the lift.", "❤🤗"),
        ("Mi jefa me dio las gracias una vez, en 2019. Todavía guardo el correo.", "❤❤❤"),
        ("I learned the cleaner’s name in my last week. I am ashamed of the six years.", "❤😢"),
        ("Au bureau, je mange seule pour pouvoir lire. Tout le monde me plaint.", "🤗"),
        ("I said that I had a dentist’s appointment. It was an interview.", "🔥🔥"),
        ("Ho paura della pensione: nessuno mi chiamerà più per nome.", "😢🤗"),
        ("My pupils think that I know the answer. I learn it the night before.", "❤🤗"),
        ("Je corrige les copies dans le train, et les belles phrases me font pleurer.", "❤"),
        ("I still have the mug of the colleague who was let go instead of me.", "😢😢"),
    )
)
"""The words of the others about work, where a channel is for that."""

POINTED_AT: tuple[StoryLine, ...] = (
    StoryLine(
        "somebody",
        "Mr Alder, our maths teacher, cries in the staff room. I brought him tea.",
        topic=WORK,
    ),
    StoryLine(
        "somebody", "La boulangère de la rue des Lilas me garde toujours le dernier croissant."
    ),
)
"""The words by which somebody could be recognised: these go before the moderators."""

QUESTION = "What did you never tell anybody about your first year in a new town?"
"""The question that the community's managers ask."""

READERS = 9
"""The number of people who read and react."""

SLIP = StoryLine("Sam", "Call me on +44 7700 900123 if you feel the same.")
"""The words by which somebody is about to give themselves away; the preview says so."""

SECOND_THOUGHTS = StoryLine("Jonas", "Eigentlich wollte ich nie hierher ziehen.")
"""The words of somebody who writes, looks, and cancels."""
