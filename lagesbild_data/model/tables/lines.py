"""Work that lives on from promise to promise."""

from lagesbild_data.model.tables.declaration import (
    GRUNDER,
    LONGEST_REMARK,
    Table,
    own_id,
    ref,
    text,
)

TABLES = (
    Table(
        "linjer",
        "Arbeten över tid",
        "Sådant som lever vidare från löfte till löfte.",
        ("linje_id",),
        (
            own_id("linje_id", "Linje"),
            text("namn", "Namn", required=True),
        ),
        called="namn",
    ),
    Table(
        "linjeposter",
        "Arbetenas led",
        "Vilka aktiviteter och mål som är samma arbete, och på vilken grund.",
        ("linje_id", "aktivitet_id", "mal_id"),
        (
            ref("linje_id", "linjer", "Linje"),
            ref("aktivitet_id", "aktiviteter", "Aktivitet", required=False),
            ref(
                "mal_id",
                "mal",
                "Mål",
                "När löftet har ett mål men ingen publicerad aktivitet.",
                required=False,
            ),
            text("grund", "Grund", required=True, allowed=GRUNDER),
            text(
                "motivering",
                "Motivering",
                "Varför de räknas som samma arbete.",
                required=True,
                longest=LONGEST_REMARK,
            ),
        ),
    ),
)
