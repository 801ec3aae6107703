"""The glossary's words that laymen meet on a page, and how they are found in a text."""

import re

MEANINGS = {
    "ANDT": "Alkohol, narkotika, doping och tobak. ANDTS tar också med spel om pengar.",
    "Avhopparverksamhet": "Stöd till den som vill lämna en kriminell miljö.",
    "CVE": "Center mot våldsbejakande extremism.",
    "EST": (
        "Effektiv samordning för ökad trygghet. Ett arbetssätt där flera parter gör "
        "lägesbilder varje vecka eller månad och samordnar insatser."
    ),
    "Fokusområde": (
        "Ett ämne som ett medborgarlöfte lägger vikt vid, till exempel barn och unga. Inte en "
        "plats."
    ),
    "Gängsnacket": (
        "Material från Länsstyrelsen och Polismyndigheten om hur unga rekryteras till gäng. "
        "Det används i många dialoger."
    ),
    "Krogar mot knark": "Metod där krogar, kommun och polis samarbetar mot narkotika i krogmiljön.",
    "Lokalpolisområde": "Polisens lokala del. I Jönköping heter det Södra Vätterbygden.",
    "Medborgardialog": (
        "Möte där polis eller kommun talar med dem som bor eller verkar på en plats."
    ),
    "Medborgarlöfte": (
        "Överenskommelse mellan polisen och kommunen om vad de ska göra för att förebygga "
        "brott och öka tryggheten."
    ),
    "NOA": (
        "Nationella operativa avdelningen inom Polismyndigheten. Den står bakom listan över "
        "utsatta områden."
    ),
    "SIG": (
        "Social insatsgrupp. Socialtjänst, polis och andra samarbetar kring en ung person som "
        "har hög risk att fortsätta med brott."
    ),
    "SSG": (
        "Strategiska säkerhetsgruppen. Kommunens grupp som gör gemensamma lägesbilder och "
        "samordnar åtgärder."
    ),
    "SSPF": (
        "Skola, socialtjänst, polis och fritid i samverkan kring barn som riskerar att börja "
        "begå brott."
    ),
    "SUP": "Sammanhållet utvecklingsarbete i prioriterade områden.",
    "Trygg Trapp": "Projekt för tryggare boende på Öxnehaga, lett av Brottsofferjouren.",
    "Trygghetsundersökning": "Polisens enkät till invånarna. Problemindex kommer ur den.",
    "DeSO": "Demografiska statistikområden. SCB:s indelning av Sverige i små områden.",
    "Indikator": "Något som mäts, till exempel problemindex.",
    "Kvot": "Antal per 100 000 invånare.",
    "Problemindex": (
        "Mått ur polisens trygghetsundersökning. 0 är i stort sett inga problem, 6 är mycket "
        "allvarliga problem. När indexet sjunker har tryggheten ökat."
    ),
    "RegSO": "Regionala statistikområden. Större än DeSO och byggda av dem.",
    "SCB": "Statistiska centralbyrån.",
    "Störning": (
        "Något i området som de svarande i trygghetsundersökningen har bedömt, till exempel "
        "nedskräpning."
    ),
    "Svarsfrekvens": "Hur stor del av dem som fick enkäten som svarade.",
    "Tertial": (
        "En tredjedel av året: 1 är januari–april, 2 är maj–augusti, 3 är september–december."
    ),
    "Väntat spann": (
        "Där ett kvartals antal brukar ligga, uträknat på kvartalen före. Utanför är ovanligt."
    ),
    "Dataversion": "Tolv tecken som är lika så länge uppgifterna är lika.",
}
"""What each word means, as in docs/ordlista.md."""

_ENDINGS = "(?:a|et|en|n|t|er|or|ar|erna|orna|arna|na)?s?"
_words = (word if word[1].isupper() else f"(?i:{word}){_ENDINGS}" for word in MEANINGS)
WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(f'({word})' for word in _words)})(?!\w)")
"""A word of the glossary in a text, in any of its forms, each in a group of its own; one of
capitals in capitals alone, since EST and SIG are something else in small letters."""


def found(match: re.Match[str]) -> str:
    """The glossary's form of a word that was found."""
    return list(MEANINGS)[(match.lastindex or 1) - 1]
