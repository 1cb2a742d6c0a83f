"""Things that people confide of themselves that sound like despair and ask for no helpline: whom
they love, what they believe, an illness, papers that they lack, what they did to somebody."""

import regex

_OTHERWISE = regex.compile(
    r"\b(?:gay|lesbian\w*|bisexual|asexual|nonbinary|trans|transgender|queer|pansexual|"
    r"(?:likes?|into|love|loves|kissed) (?:girls|boys|both|other (?:girls|boys|men|women))|"
    r"coming out|came out|come out to|closet(?:ed)?|hijab|atheist|"
    r"(?:dont|no longer|not) believe in (?:god|allah)|stopped believing|lost my faith|"
    r"homosex\w*|lesbienne|homo|(?:im|suis|bin|soy|sou|sono) bi|pede|voile|athee|crois plus|"
    r"aime (?:les|aussi les) (?:filles|garcons|femmes|hommes|mecs|meufs)|"
    r"i laughed (?:when|at|while|along)|i (?:told|called) (?:her|him|a girl|a boy|a kid)|"
    r"(?:i|we) bullied|made fun of|lui ai dit|moquee? d|ai traite|(?:ai|avons|avait) harcel\w+|"
    r"lesbiana|gustan (?:las (?:chicas|mujeres)|los (?:chicos|hombres))|ya no creo|"
    r"lesbica|sapatao|gosto de (?:meninas|meninos|mulheres|homens|garotas)|nao acredito mais|"
    r"schwul|lesbisch|steh\w* auf (?:madchen|jungs|frauen|manner)|(?:frauen|manner) liebe|"
    r"glaube nicht mehr|non credo piu|piacciono (?:le ragazze|i ragazzi|le donne|gli uomini)|"
    r"геи?|лесбиянк\w*|бисексуал\w*|нравятся (?:девочки|девушки|мальчики|парни|мужчины)|"
    r"не верю в бога|مثلي|مثليه|مثلية|لا اومن|antidepress\w+|gays|asexu\w+|assexua\w+|hetero|"
    r"homos|headscarf|my veil|mon voile|mon foulard|autis\w+|"
    r"хиджаб|асексуал\w*|трансгендер\w*|ترانس|الحجاب)\b"
)
"""Who tells of whom they love, of what they believe or of what they did to somebody, is heard as
despairing too easily: then the ear alone brings no kind word."""
_SECRET = regex.compile(
    r"\b(?:disown\w*|throw me out|kick(?:ed)? me out|(?:parents|family|mum|mom|dad|father|mother|"
    r"wife|husband|nobody at (?:church|the mosque|home|work)|grandma|nan) "
    r"(?:\w+ ){0,3}(?:dont know|doesnt know|never know|knows|must not know|think|thinks|believes?) "
    r"(?:\w+ ){0,3}(?:cousin|roommate|flatmate|friend|colleague|husband|wife|straight|normal|pray|"
    r"about (?:him|her|us))|fell (?:in love|for)|in love with (?:a|my|the|another)|kissed (?:a|my)|"
    r"pronouns?|binder|rainbow|bridesmaids?|hormones|testosterone|estrogen|transition\w*|"
    r"(?:his|her) (?:boyfriend|girlfriend)|both of them|another (?:man|woman)|"
    r"stopped (?:praying|fasting|going to (?:mass|church|mosque))|"
    r"(?:imam|priest|pastor|rabbi|sheikh|church|mosque|mass|prayer|ramadan|temple)|"
    r"blind|deaf|hearing aids?|stutter|stammer|wheelchair|prosthetic|vitiligo|psoriasis|epilep\w+|"
    r"diabet\w+|type one|bipolar\w*|adhd|ocd|schizophreni\w*|diagnosed|sober|alcoholic|adopted|"
    r"illegal|undocumented|no papers|cant read|never learned to|nun|faith|bible|"
    r"aveugle|sourde?|begaie|begaiement|fauteuil|handicap\w*|diabetique|epilep\w*|bipolaire|tdah|"
    r"schizophrene|diagnostic\w*|alcoolique|sobre|adoptee?|sans papiers|mes papiers|analphabete|"
    r"sais pas lire|chapelet|religieuse|lithium|seropositi\w+|hiv|"
    r"ciego|ciega|sordo|sorda|silla de ruedas|tartamud\w+|surdez|cadeirante|gaguej\w+|crente|"
    r"blinde?r?|taub|rollstuhl|stotter\w*|kopftuch|cieco|sordo|carrozzina|balbett\w+|"
    r"слепну|глух\w*|коляск\w*|заика\w+|диабет|биполярк\w*|психушк\w+|توحد|صرع|سكري|"
    r"in the closet|wedding suits?|my husband is a|my wife is a|like boys|like girls|crush on|"
    r"renier\w*|renie\w*|tombee? amoureu\w+|amoureu\w+ d|embrasse (?:un|une|mon|ma)|pronoms?|"
    r"double vie|deux vies|ne prie plus|plus la foi|jeun\w+|priere|mosquee|eglise|messe|pretre|"
    r"arc en ciel|hormones|garcon manque|(?:pas|jamais) (?:le |les )?savoir|mariage|"
    r"(?:parents|famille|mere|pere) (?:croit|croient|pensent|pense|savent pas|sait pas)|"
    r"me enamore|enamorad[ao]|me echarian|me echaron de casa|iglesia|misa|mezquita|rezar|rezo|"
    r"apaixon\w+|igreja|missa|rezo|primo em|namorad[ao]|innamorat[ao]|chiesa|moschea|prego|"
    r"verliebt|verstossen|verstoßen|kirche|moschee|bete|mitbewohnerin|mitbewohner|"
    r"влюбил\w*|церк\w+|мечет\w+|молюсь|молитв\w+|просто соседк\w+|парень|девушк\w+|"
    r"يتبرون|يتبرو|المسجد|الكنيسه|اصلي|صلاه|الصلاه|احب (?:ولد|بنت|شاب|زميلي|صاحبي|صديقتي)|"
    r"namaz|camii|kilise|asik oldum|ailem bilmiyor|masjid|gereja|jatuh cinta|suka (?:cowok|cewek)|"
    r"मस्जिद|मंदिर|नमाज़|pyar ho gaya|ladko se|kosciol\w*|zakocha\w+|закохал\w+|verliefd|kerk|"
    r"indragostit\w*|biseric\w+|thich con (?:trai|gai)|عاشق|مسجد|نماز)\b"
    r"|同性|喜欢(?:男|女)|出柜|教会|同性愛|好きになった|동성|교회"
)
"""Wordings that as often tell of something else: then the ear must only hear more."""


def is_told(text: str) -> bool:
    """Whether the normal form says it in so many words."""
    return _OTHERWISE.search(text) is not None


def is_likely(text: str) -> bool:
    """Whether words stand in it that often tell of such things."""
    return _SECRET.search(text) is not None
