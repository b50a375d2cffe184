"""Which language a story is told in: letters that only one language has, and its commonest small words."""

import re
from collections import Counter

LANGUAGES = ("nl", "tr", "ar", "en", "pl", "de")
OTHER = "other"
# Under this many words the flag of the form is believed, unless the letters leave no doubt.
_SHORT = 4

_NL = """de het een en van ik is dat niet op in te zijn met voor we wij ze zij maar mijn er om nu ook aan die
    als bij naar heb hebben heeft was waren wat uit dan nog kan wel geen door mij je jij hij haar over
    toen want worden wordt hier ons onze daar altijd veel goed gaat gewoon heel meer weer moet naar zo
    toch omdat thuis school buurt leuk niks kinderen ga doe vind nich nit neet noe mien goat geet hoes
    bie et egt nie skool hep wand vin leug ies sgool oet doar joar völle ewa wollah bro fijn stom lief"""
_SMALL = {
    "nl": _NL,
    "tr": """ve bir bu çok için ama ben biz ile da de ne var yok daha gibi kadar en her sonra oğlum kızım evde
    okul şimdi geçen yıl iyi değil mi artık bazen gün olarak diye şu o onu bana bize burada ev annem
    babam mahalle komşu gidiyor olarak hiç""",
    "en": """the and is in it to of my we i you that was for on not with are have they but now our at this there
    she he his her from be so me do very because when had would has been all no what said can don't""",
    "pl": """i w na z się nie to jest do że a jak co mi ma ale tu po od już dla mam tylko czy jestem były był
    była są przez moja mój w szkole dzieci teraz bardzo nas mnie tak ich jej też kiedy bo pod potem""",
    "de": """der die und das ist ich nicht ein eine zu den mit wir es auf für sie er von dem auch sich war hat
    mein meine haben sind aber wenn noch im bei nach wie jetzt uns schule kinder kein oder zum habe
    immer sehr""",
    OTHER: """le la les et des une nous est dans pour avec je mais très el los las una nos está pero muy con mi
    por che di per sono non è și nu este cu waa iyo ka ku em ji di û li je su ali naš više и не что мы у
    та ми що""",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_TOLD_BY = {
    word: tuple(language for language, small in _WORDS.items() if word in small)
    for word in frozenset().union(*_WORDS.values())
}
_LETTERS = {"tr": "ğşıİĞŞ", "pl": "ąęłńśźżĄĘŁŃŚŹŻ", "de": "ßäÄ"}
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_FOREIGN_SCRIPT = re.compile(r"[\u0370-\u05ff\u0700-\u074f\u0780-\u089f\u0900-\u1dff\u2c80-\u2dff\u3040-\ud7ff]")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str, flag: str = "nl") -> str:
    """``nl``, ``tr``, ``ar``, ``en``, ``pl``, ``de`` or ``other``; Twents and children's spelling are ``nl``.

    ``flag`` is the language of the form the story was told in; short or doubtful texts get it.
    """
    letters = sum(map(str.isalpha, text))
    if not letters:
        return flag
    if len(_ARABIC.findall(text)) > letters / 2:
        return "ar"
    if len(_FOREIGN_SCRIPT.findall(text)) > letters / 2:
        return OTHER
    words = [word.lower() for word in _TOKEN.findall(text)]
    scores = _scores(words, text)
    best, hits = max(scores.items(), key=lambda pair: (pair[1], pair[0] == flag))
    if len(words) < _SHORT and hits < 2:
        return flag
    if hits / max(len(words), 1) >= 0.08:
        return flag if scores.get(flag, 0) == hits else best
    return OTHER if len(words) >= 12 and scores.get(flag, 0) == 0 else flag


def _scores(words: list[str], text: str) -> Counter[str]:
    """Small words per language; a letter that is its own counts as one word."""
    scores = Counter(dict.fromkeys(_WORDS, 0.0))
    for word in words:
        for language in _TOLD_BY.get(word, ()):
            scores[language] += 1
    for language, letters in _LETTERS.items():
        scores[language] += sum(map(text.count, letters)) if not text.isascii() else 0
    return scores
