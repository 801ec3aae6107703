"""Who publishes statistical tables, and what their figures' source is called here."""

import re

SOURCES = {
    "scb": (
        "scb",
        "Statistikdatabasen",
        "SCB",
        "https://www.statistikdatabasen.scb.se",
        "CC0, ange Källa: SCB",
    ),
    "kolada": ("kolada", "Kolada", "RKA", "https://www.kolada.se", "Ange Källa: Kolada"),
}
PUBLISHERS = {
    "scb": "SCB",
    "folkhalsomyndigheten": "Folkhälsomyndigheten",
    "socialstyrelsen": "Socialstyrelsen",
}
SCB = re.compile(
    r"(Statistikmyndigheten )?(SCB|Statistics Sweden|Statistiska centralbyrån)(["
    r" ,(]+(Statistikmyndigheten )?SCB\)?)?",
    re.IGNORECASE,
)
