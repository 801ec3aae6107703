"""Brå's workbook for a kommun: an indicator per sheet and unit, and how sure the survey's numbers
are."""

import datetime as dt

import pytest
from books import book_of, saved

from lagesbild_data.bring.formats import bra_lagesbild
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.words.problems import InvalidStore

FORMAT = bra_lagesbild.FORMAT
KNOWN = {
    "indikatorer": [],
    "omraden": [
        {"omrade_id": "riket", "namn": "Riket", "typ": "riket", "kommunkod": None},
        {"omrade_id": "exempelstad", "namn": "Exempelstad", "typ": "kommun", "kommunkod": "9999"},
        {"omrade_id": "norrby", "namn": "Norrby", "typ": "bostadsområde", "kommunkod": "9999"},
    ],
}
Sheets = dict[str, list[list]]
CRIMES: Sheets = {
    "Misshandel (anmälda)": [
        ["Misshandel (anmälda brott) i kommunen, länet och hela landet 2022–2023"],
        [
            None,
            "Antal 2022",
            "Antal 2023",
            "Antal per 100 000 invånare 2022",
            "Antal per 100 000 invånare 2023",
        ],
        ["Exempelstad", 90, "-", 900, "0"],
        ["Exempellän län", 900, 950, 800, 850],
        ["Hela landet", "80 000", "..", "788,5", None],
        ["Källa: Brå"],
    ]
}
SURVEY: Sheets = {
    "Otrygghet": [
        ["Otrygg vid utevistelse sent en kväll, enligt NTU 2022–2023. Procent."],
        [
            "Område",
            "Procent 2022",
            "Nedre gräns 2022",
            "Övre gräns 2022",
            "Antal svarande i NTU 2022",
            "Procent 2023",
        ],
        ["Exempelstads kommun", "25,3", "21,38", "29,22", 412, 24],
        ["Hela landet", 27, 27, 27, "..", ".."],
    ]
}
BY_YEAR: Sheets = {
    "Oro": [
        ["Oro för brott, enligt NTU 2022–2023. Andel (procent) i befolkningen (16–84 år)."],
        [None, "Exempelstad", None, None, "Hela landet"],
        ["År", "Andel", "KI undre", "KI övre", "Andel", "KI undre", "KI övre"],
        [2022, 40, "..", "..", 44, 43.02, 44.98],
        [2023, "..", "..", "..", 45.5, "44,52", "46,48"],
        ["Not: urvalet är litet."],
    ],
    "Antal svarande": [
        ["Antal svarande i NTU. Antal."],
        [None, "Exempelstad", "Hela landet"],
        ["År", "Antal", "Antal"],
        [2022, 120, "70 000"],
        [2023, 130, "71 000"],
    ],
}


@pytest.fixture
def workbook(file):
    def workbook(sheets: Sheets):
        book = book_of(sheets)
        return file("bra.xlsx", saved(book))

    return workbook


@pytest.fixture
def read(workbook):
    def read(sheets: Sheets, known=KNOWN, names: Names | None = None, **answers: str) -> Reading:
        return FORMAT.read(workbook(sheets), Context(names or Names(known), answers))

    return read


def rows(reading: Reading, table: str = "indikatorvarden") -> list[list[str]]:
    return [fields for found in reading.tables if found.name == table for _, fields in found.rows]


def values(reading: Reading) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Value, answers and standard error per indicator, area and year."""
    assert all(row[3] == "totalt" and row[8] == "bra-lagesbild" for row in rows(reading))
    return {tuple(row[:3]): tuple(row[4:7]) for row in rows(reading)}


def test_reported_crimes_have_an_indicator_per_unit(read):
    names = Names(KNOWN)
    reading = read(CRIMES, names=names)
    count = "bra-misshandel-anmalda-antal"
    rate = "bra-misshandel-anmalda-antal-per-100-000-invanare"
    assert reading.problems == []
    assert {key: value for key, (value, _, _) in values(reading).items()} == {
        (count, "exempelstad", "2022"): "90",
        (count, "exempelstad", "2023"): "0",
        (count, "riket", "2022"): "80 000",
        (rate, "exempelstad", "2022"): "900",
        (rate, "exempelstad", "2023"): "0",
        (rate, "riket", "2022"): "788,5",
    }
    title = CRIMES["Misshandel (anmälda)"][0][0]
    assert rows(reading, "indikatorer") == [
        [count, "Misshandel, antal", "antal", "", "", "0", "lägre", title],
        [
            rate,
            "Misshandel, antal per 100 000 invånare",
            "antal per 100 000 invånare",
            "",
            "",
            "1",
            "lägre",
            title,
        ],
    ]
    assert (names.unmatched, names.left_out) == ({}, {"omraden": {"Exempellän län"}})
    assert [row[0] for row in rows(reading, "kallor")] == ["bra-lagesbild"]


def test_survey_with_intervals_and_answers(read):
    reading = read(SURVEY)
    assert values(reading) == {
        ("bra-otrygghet", "exempelstad", "2022"): ("25,3", "412", "2"),
        ("bra-otrygghet", "exempelstad", "2023"): ("24", "", ""),
        ("bra-otrygghet", "riket", "2022"): ("27", "", "0"),
    }
    [indicator] = rows(reading, "indikatorer")
    assert indicator[1:7] == [
        "Otrygg vid utevistelse sent en kväll",
        "procent",
        "0",
        "100",
        "1",
        "",
    ]
    assert any("konfidensintervallen" in note for note in reading.notes)


def test_sheets_with_years_down_and_answers_on_a_sheet_of_their_own(read):
    reading = read({**BY_YEAR, **CRIMES})
    found = {key: value for key, value in values(reading).items() if key[0] == "bra-oro"}
    assert found == {
        ("bra-oro", "exempelstad", "2022"): ("40", "120", ""),
        ("bra-oro", "riket", "2022"): ("44", "70 000", "0.5"),
        ("bra-oro", "riket", "2023"): ("45.5", "71 000", "0.5"),
    }
    assert not any(row[5] for row in rows(reading) if row[0].startswith("bra-misshandel"))
    assert rows(reading, "indikatorer")[0][1:3] == ["Oro för brott", "procent"]
    assert not any("svarande" in row[0] for row in rows(reading))


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("23,04–26,96", "1"),
        ("23.04 - 26.96", "1"),
        ("[23,04–26,96]", "1"),
        ("..", ""),
        (None, ""),
        ("-", ""),
    ],
)
def test_interval_in_one_column(read, cell, error):
    reading = read(
        {
            "Oro": [
                ["Oro"],
                [None, "Procent 2023", "Konfidensintervall 2023"],
                ["Hela landet", 25, cell],
            ]
        }
    )
    assert (values(reading), reading.problems) == (
        {("bra-oro", "riket", "2023"): ("25", "", error)},
        [],
    )


def test_answers_without_a_year_belong_to_the_only_year(read):
    one = [["Oro"], [None, "Procent 2023", "Antal svarande i NTU"], ["Hela landet", 25, 70]]
    assert values(read({"Oro": one})) == {("bra-oro", "riket", "2023"): ("25", "70", "")}
    two = [
        ["Oro"],
        [None, "Procent 2023", "Procent 2024", "Antal svarande i NTU"],
        ["Hela landet", 25, 26, 70],
    ]
    reading = read({"Oro": two})
    assert [value[1] for value in values(reading).values()] == ["", ""]
    assert reading.notes == [
        "Antal svar utan årtal på bladet Oro tas inte med: bladet har flera år."
    ]


def test_unit_that_only_the_title_has_and_preliminary_years(read):
    reading = read(
        {
            "Oro": [
                ["Oro, enligt NTU 2022–2024. Procent."],
                [None, 2023, "2024 (prel.)"],
                ["Hela landet", 2, 3],
            ]
        }
    )
    assert [(row[2], row[4], row[7], row[9]) for row in rows(reading)] == [
        ("2023", "2", "nej", ""),
        ("2024", "3", "ja", "Preliminär uppgift."),
    ]
    assert rows(reading, "indikatorer")[0][1:3] == ["Oro", "procent"]


def test_area_that_is_spelt_in_another_way_is_asked_about(read):
    names = Names(KNOWN)
    reading = read(
        {"Oro": [["Oro"], [None, "Procent 2023"], ["Exempelstd", 25], ["Xköping", 20]]}, names=names
    )
    assert [asked.name for asked in names.unmatched.values()] == ["Exempelstd"]
    assert names.left_out == {"omraden": {"Xköping"}}
    assert rows(reading) == []


def test_an_indicator_of_the_store_keeps_its_name_and_another_with_the_same_name_is_told_apart(
    read,
):
    here = {"indikator_id": "bra-otrygghet", "namn": "Min otrygghet"}
    assert rows(read(SURVEY, {**KNOWN, "indikatorer": [here]}), "indikatorer") == []
    other = {"indikator_id": "otrygg", "namn": "Otrygg vid utevistelse sent en kväll"}
    [added] = rows(read(SURVEY, {**KNOWN, "indikatorer": [other]}), "indikatorer")
    assert added[1] == "Otrygg vid utevistelse sent en kväll (Brå)"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            ["Hela landet", "många", None, None, None],
            'kolumn Procent 2023: "många" är inte ett tal',
        ),
        (
            ["Hela landet", 101, None, None, None],
            'kolumn Procent 2023: "101" är utanför det tillåtna: 0–100',
        ),
        (["Hela landet", -1, None, None, None], 'kolumn Procent 2023: "-1" är utanför'),
        (["Hela landet", True, None, None, None], 'kolumn Procent 2023: "ja" är inte ett tal'),
        (["Hela landet", 5, 6, 4, None], "kolumn Övre 2023: intervallets övre gräns"),
        (["Hela landet", 5, "x", 4, None], 'kolumn Undre 2023: "x" är inte ett tal'),
        (
            ["Hela landet", 5, None, None, 1.5],
            'kolumn Antal svarande i NTU 2023: "1.5" är inte ett heltal',
        ),
        (["Exempelstad", 5, None, None, None], "Exempelstad har redan ett tal för 2023"),
    ],
)
def test_faults_tell_the_sheet_the_line_and_what_is_allowed(read, row, told):
    headings = [None, "Procent 2023", "Undre 2023", "Övre 2023", "Antal svarande i NTU 2023"]
    reading = read({"Oro": [["Oro"], headings, ["Exempelstad", 1, None, None, None], row]})
    first = str(reading.problems[0])
    assert first.startswith("bra.xlsx Oro rad 4") and told in first


def test_interval_that_is_none_is_a_fault(read):
    reading = read(
        {
            "Oro": [
                ["Oro"],
                [None, "Procent 2023", "Konfidensintervall 2023"],
                ["Hela landet", 25, "± 2"],
            ]
        }
    )
    assert [str(problem) for problem in reading.problems] == [
        'bra.xlsx Oro rad 3, kolumn Konfidensintervall 2023: "± 2" är inte ett intervall, till'
        " exempel 12,3–15,6"
    ]


def test_workbook_without_indicators_is_refused(read, file):
    with pytest.raises(InvalidStore, match="saknar blad med rubriker"):
        read({"Blad1": [["Hela landet", 5]], "Tomt": []})
    with pytest.raises(InvalidStore, match="är inte en arbetsbok"):
        FORMAT.read(file("a.xlsx", "Hela landet"), Context(Names(KNOWN)))


def test_recognises_its_own(workbook, file):
    for sheets in (CRIMES, SURVEY, BY_YEAR, {"Om": [["Hej"]], **SURVEY}):
        assert FORMAT.recognises(workbook(sheets))
    for sheets in (
        {"Aktiviteter": [["Namn", "År"], ["Vandring", 2024]]},
        {"Blad": [["Hela landet", 5]]},
        {"Blad": [["Titel"], [None, "Procent 2023"], ["Hela landet", "=1+1"]]},
    ):
        assert not FORMAT.recognises(workbook(sheets))
    assert not FORMAT.recognises(file("b.xlsx", b"PK\x03\x04 xl/ trasig"))
    assert not FORMAT.recognises(file("c.json", '{"Hela landet": 2023}'))


def test_brought_into_a_store(workbook, bring):
    upload = workbook({**CRIMES, **SURVEY, **BY_YEAR})
    planned = bring(upload, format_name="bra-lagesbild")
    assert (planned.problems, planned.unmatched) == ([], [])
    assert {name: len(change.new) for name, change in planned.changes.items()} == {
        "indikatorvarden": 12,
        "indikatorer": 4,
        "kallor": 1,
    }
    assert not bring(upload, format_name="bra-lagesbild").changes_something


def test_shares_that_may_be_fractions_and_shares_with_their_sign(read):
    sheets = {
        "Oro": [["Oro"], [None, "Procent 2023", "Procent 2024"], ["Hela landet", 0.245, "26,5 %"]]
    }
    reading = read(sheets)
    assert [*reading.questions] == ["andel-bra-oro"] and not reading.is_answered
    assert "0,245 är 24,5 %" in reading.questions["andel-bra-oro"].options["brak"]
    assert [row[4] for row in rows(read(sheets, **{"andel-bra-oro": "brak"}))] == ["24.5", "26,5"]
    assert [row[4] for row in rows(read(sheets, **{"andel-bra-oro": "procent"}))] == [
        "0.245",
        "26,5",
    ]


def test_fraction_takes_its_interval_along(read):
    cells = ["Hela landet", 0.25, "0,2304–0,2696"]
    sheets = {"Oro": [["Oro"], [None, "Procent 2023", "Konfidensintervall 2023"], cells]}
    assert values(read(sheets, **{"andel-bra-oro": "brak"})) == {
        ("bra-oro", "riket", "2023"): ("25", "", "1")
    }


@pytest.mark.parametrize(
    ("shares", "asked"),
    [
        ([0.8, 1.2], False),
        ([0.4, 0.0], True),
        ([0.4, 31], True),
        ([1, 2], False),
        ([0.9, 8.5, 31], False),
        ([0], False),
    ],
)
def test_small_shares_beside_others_as_small_are_no_fractions(read, shares, asked):
    headings = [None, *(f"Procent {year}" for year in range(2021, 2021 + len(shares)))]
    assert bool(read({"Oro": [["Oro"], headings, ["Hela landet", *shares]]}).questions) is asked


def test_years_taken_together_are_an_indicator_of_their_own(read):
    headings = [
        None,
        "Procent 2019",
        "Procent 2021–2022",
        "Procent 2022-23 (prel.)",
        "Procent 2020/2021",
    ]
    reading = read({"Oro": [["Oro för brott"], headings, ["Hela landet", 21, 22, 23, 20]]})
    assert [(row[0], row[2], row[4], row[9]) for row in rows(reading)] == [
        ("bra-oro", "2019", "21", ""),
        ("bra-oro-2-ar", "2022", "22", "Gäller 2021–2022 tillsammans."),
        ("bra-oro-2-ar", "2023", "23", "Gäller 2022–2023 tillsammans. Preliminär uppgift."),
        ("bra-oro-2-ar", "2021", "20", "Gäller 2020–2021 tillsammans."),
    ]
    assert [row[1] for row in rows(reading, "indikatorer")] == [
        "Oro för brott",
        "Oro för brott, 2 år tillsammans",
    ]
    [note] = reading.notes
    assert "Procent 2021–2022" in note and "står vid det sista året" in note


def test_years_down_may_be_taken_together_and_keep_their_own_answers(read):
    heading = [["Oro"], [None, "Hela landet", None], ["År", "Andel (procent)", "Antal svar"]]
    reading = read({"Oro": [*heading, ["2022", 20, 400], ["2021–2022", 21, 800]]})
    assert values(reading) == {
        ("bra-oro", "riket", "2022"): ("20", "400", ""),
        ("bra-oro-2-ar", "riket", "2022"): ("21", "800", ""),
    }


@pytest.mark.parametrize(
    "heading", ["Procent 2021 2022", "Förändring 2021 till 2022", "Förändring", "Procent 2022-03"]
)
def test_column_that_tells_no_year_is_told_and_not_read(read, heading):
    reading = read({"Oro": [["Oro"], [None, "Procent 2023", heading], ["Hela landet", 25, 3]]})
    assert [(row[2], row[4]) for row in rows(reading)] == [("2023", "25")]
    assert reading.notes == [
        f'Bladet Oro: "{heading}" läses inte, för rubriken säger inte ett år eller vilka år.'
    ]


def test_column_without_a_heading_is_told_by_its_letter(read):
    reading = read({"Oro": [["Oro"], [None, "Procent 2023", None], ["Hela landet", 25, 3, 4]]})
    [note] = reading.notes
    assert '"kolumn C utan rubrik" och "kolumn D utan rubrik" läses inte' in note


def test_dash_is_nought_among_reported_crimes_and_a_gap_in_the_survey(read):
    sheets = {
        name: [["Titel"], [None, "Antal 2023", "Antal 2024"], ["Hela landet", "-", 4]]
        for name in ("Rån (anmälda)", "Utsatthet")
    }
    assert [(row[0], row[4]) for row in rows(read(sheets))] == [
        ("bra-ran-anmalda", "0"),
        ("bra-ran-anmalda", "4"),
        ("bra-utsatthet", "4"),
    ]


def test_part_of_a_kommun_is_never_taken_for_a_kommun_of_its_name(read):
    part = {"omrade_id": "lund", "namn": "Lund", "typ": "bostadsområde", "kommunkod": "9999"}
    known = {**KNOWN, "omraden": [*KNOWN["omraden"], part]}
    for called in ("Lund", "Lunds kommun"):
        assert rows(read({"Oro": [["Oro"], [None, "Procent 2023"], [called, 25]]}, known)) == []


def test_share_outside_its_own_interval_is_a_fault(read):
    reading = read(
        {
            "Oro": [
                ["Oro"],
                [None, "Procent 2023", "Konfidensintervall 2023"],
                ["Hela landet", 0.265, "23,1–29,9"],
            ]
        }
    )
    [problem] = reading.problems
    assert str(problem).endswith("värdet ligger utanför sitt intervall 23,1–29,9")


def test_year_of_a_row_may_be_preliminary(read):
    heading = [["Oro"], [None, "Exempelstad", "Hela landet"], ["År", "Antal", "Antal prel."]]
    found = rows(read({"Oro": [*heading, [2023, 5, 7], ["2024 prel.", 6, 8]]}))
    assert [(row[1], row[2], row[4], row[7]) for row in found] == [
        ("exempelstad", "2023", "5", "nej"),
        ("riket", "2023", "7", "ja"),
        ("exempelstad", "2024", "6", "ja"),
        ("riket", "2024", "8", "ja"),
    ]


def test_column_about_women_is_not_read_as_all(read):
    headings = [None, "Andel kvinnor 2023", "Andel män 2023", "Andel 2023"]
    reading = read({"Oro": [["Oro"], headings, ["Hela landet", 3, 1, 2]]})
    assert [(row[3], row[4]) for row in rows(reading)] == [("totalt", "2")]
    assert reading.notes == ["Bara tal för alla läses in, inte andel kvinnor och andel män."]


@pytest.mark.parametrize(
    "part", ["16–24 år", "unga", "kv", "bland äldre", "mycket otrygga", "(16-24 år)", "flickor"]
)
def test_share_of_a_part_of_the_people_is_not_read_as_that_of_all(read, part):
    reading = read(
        {
            "Otrygghet": [
                ["Otrygghet"],
                [None, f"Andel {part} 2022", "Andel 2023"],
                ["Hela landet", 3, 2],
            ]
        }
    )
    assert [(row[2], row[4]) for row in rows(reading)] == [("2023", "2")]
    assert "Bara tal för alla läses in, inte andel" in " ".join(reading.notes)


@pytest.mark.parametrize(
    "heading",
    [
        "Andel (procent) 2022",
        "Andel i befolkningen (16–84 år) 2022",
        "Procent, totalt 2022",
        "Andel otrygga",
    ],
)
def test_share_of_all_in_other_words_is_read(read, heading):
    heading = heading if "2022" in heading else f"{heading} 2022"
    assert [
        row[4]
        for row in rows(read({"Otrygghet": [["Titel"], [None, heading], ["Hela landet", 3]]}))
    ] == ["3"]


@pytest.mark.parametrize(
    "title", ["Otrygghet bland kvinnor. Procent.", "Otrygghet, män", "Otrygghet 16–24 år. Procent"]
)
def test_sheet_about_a_part_of_the_people_is_not_read_as_all(read, title):
    reading = read({"Otrygghet": [[title], [None, "Andel 2022"], ["Hela landet", 3]]})
    assert rows(reading) == []
    assert reading.notes == [f"Bara tal för alla läses in, inte {title}."]


@pytest.mark.parametrize("name", ["Våld mot kvinnor (anmälda)", "Oro för våld mot kvinnor"])
def test_crimes_against_a_part_of_the_people_are_read(read, name):
    assert rows(
        read(
            {
                name: [
                    [f"{name}. Procent, i befolkningen (16–84 år)"],
                    [None, "Andel 2022"],
                    ["Hela landet", 3],
                ]
            }
        )
    )


@pytest.mark.parametrize("second", [["Kvinnor"], [None, "Andel 2020"]])
def test_second_table_of_a_sheet_is_not_read_as_the_first(read, second):
    top = [
        ["Otrygghet"],
        [None, "Andel 2022"],
        ["Hela landet", 24],
        ["Exempellän län"],
        ["Not: urvalet är litet."],
    ]
    reading = read({"Otrygghet": [*top, second, ["Exempelstads kommun", 44]]})
    assert [(row[1], row[4]) for row in rows(reading)] == [("riket", "24")]
    told = second[0] or "rubrikerna på rad 6"
    assert reading.notes == [f"Bara tal för alla läses in, inte {told}."]


def test_place_without_numbers_parts_nothing(read):
    reading = read(
        {"Oro": [["Oro"], [None, "Andel 2022"], ["Exempelstads kommun", None], ["Hela landet", 24]]}
    )
    assert [(row[1], row[4]) for row in rows(reading)] == [("riket", "24")]


def test_another_unit_than_the_store_has_is_another_indicator(read):
    def crimes(unit: str) -> Sheets:
        return {
            "Rån (anmälda)": [["Rån (anmälda brott)"], [None, f"{unit} 2022"], ["Hela landet", 700]]
        }

    stored = {"indikator_id": "bra-ran-anmalda", "namn": "Rån", "enhet": "antal"}
    known = {**KNOWN, "indikatorer": [stored]}
    assert [row[0] for row in rows(read(crimes("Antal"), known))] == ["bra-ran-anmalda"]
    reading = read(crimes("Per 100 000 inv."), known)
    assert [row[0] for row in rows(reading)] == ["bra-ran-anmalda-per-100-000-inv"]
    assert rows(reading, "indikatorer")[0][1:3] == ["Rån, per 100 000 inv", "per 100 000 inv"]


def test_crimes_of_a_year_that_is_not_over_are_preliminary(read):
    year = dt.date.today().year
    heading = [None, f"Antal {year}", f"Antal {year - 1}"]
    found = rows(read({"Rån (anmälda)": [["Rån"], heading, ["Hela landet", 7, 9]]}))
    assert [(row[2], row[7]) for row in found] == [(str(year), "ja"), (str(year - 1), "nej")]


@pytest.mark.parametrize(
    ("heading", "note", "is_early"),
    [
        ("Antal 2023*", "* Preliminära uppgifter", "ja"),
        ("Antal 2023", "Uppgifterna för 2023 är preliminära", "ja"),
        ("Antal 2023", "* Preliminära uppgifter", "nej"),
        ("Antal 2023*", "* Reviderad", "nej"),
    ],
)
def test_note_tells_which_year_is_preliminary(read, heading, note, is_early):
    sheet = [["Rån"], [None, "Antal 2022", heading], ["Hela landet*", 5, 6], [note]]
    assert [(row[2], row[7]) for row in rows(read({"Rån (anmälda)": sheet}))] == [
        ("2022", "nej"),
        ("2023", is_early),
    ]


def test_column_of_change_since_a_year_is_not_of_that_year(file):
    sheets: Sheets = {
        "Otrygghet": [
            ["Otrygghet"],
            ["Område", "Procent 2019", "Procent 2023", "Förändring sedan 2019"],
            ["Exempelstad", 25, 29, 4],
            ["Hela landet", 27, 28, 1],
        ]
    }
    reading = FORMAT.read(file("lage.xlsx", saved(book_of(sheets))), Context(Names(KNOWN)))
    [found] = [table for table in reading.tables if table.name == "indikatorvarden"]
    assert {(row[1], row[2], row[4]) for _, row in found.rows} == {
        ("exempelstad", "2019", "25"),
        ("exempelstad", "2023", "29"),
        ("riket", "2019", "27"),
        ("riket", "2023", "28"),
    }
    assert any('"Förändring sedan 2019" läses inte' in note for note in reading.notes)


@pytest.mark.parametrize("heading", ["Förändring 2019–2023", "Procent, skillnad 2022/23"])
def test_column_of_a_change_over_years_is_told_and_not_read(read, heading):
    reading = read({"Oro": [["Oro"], [None, "Procent 2023", heading], ["Hela landet", 25, 3]]})
    assert [(row[2], row[4]) for row in rows(reading)] == [("2023", "25")]
    assert any(f'"{heading}" läses inte' in note for note in reading.notes)


def test_row_of_a_change_over_years_is_told_and_not_read(read):
    heading = [["Oro"], [None, "Hela landet"], ["År", "Andel (procent)"]]
    reading = read({"Oro": [*heading, ["2019", 20], ["2023", 21], ["Förändring 2019–2023", 1]]})
    assert values(reading).keys() == {("bra-oro", "riket", "2019"), ("bra-oro", "riket", "2023")}
    assert any('"Förändring 2019–2023" läses inte' in note for note in reading.notes)


def test_sheets_that_are_only_numbered_are_told_apart_by_their_titles(read):
    table = [[None, "Procent 2023"], ["Hela landet", 25]]
    ids = {
        rows(read({"Blad1": [[title], *table]}))[0][0] for title in ("Otrygghet", "Oro för brott")
    }
    assert ids == {"bra-otrygghet", "bra-oro-for-brott"}


def test_sheet_that_is_only_numbered_and_has_no_title_is_refused(read):
    with pytest.raises(InvalidStore, match="säger inte vad talen är"):
        read({"Blad1": [[None, "Procent 2023"], ["Hela landet", 25]]})
