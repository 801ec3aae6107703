"""What a table's numbers are: two tables never share an indicator, the same table in two forms
does, and time, places and what is missing are read as what they are."""

import datetime as dt
import json

import pytest
from test_pxweb import FORMAT, KNOWN, PEOPLE, by_sex, people, rows, table, years

from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.words.problems import InvalidStore

HERE = {"Region": {"9999": "Exempelstad"}}


@pytest.fixture
def read(file):
    def read(document: object, known=KNOWN, **answers: str) -> Reading:
        return FORMAT.read(
            file("tabell.json", json.dumps(document)), Context(Names(known), answers)
        )

    return read


def ids(reading: Reading) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rows(reading, "indikatorer")]


def values(reading: Reading) -> list[str]:
    return [row[4] for row in rows(reading, "indikatorvarden")]


def counted(code: str, label: str, title: str, value: object = 7, **more) -> dict:
    return table(
        {**HERE, "ContentsCode": {code: label}, "Tid": years("2023")}, [value], title, **more
    )


# What is counted


def test_two_contents_of_one_name_are_two_indicators_that_say_what_is_counted(read):
    assert ids(read(counted("BO0104AH", "Antal", "Antal lägenheter efter region och år"))) == [
        ("scb-bo0104ah", "Antal lägenheter")
    ]
    assert ids(read(counted("TK1001AB", "Antal", "Personbilar i trafik efter region och år"))) == [
        ("scb-tk1001ab", "Personbilar i trafik: Antal")
    ]


def test_contents_without_a_code_of_their_own_are_known_by_table_then_by_title(read):
    def own_id(title: str, **more) -> str:
        return ids(read(counted("X1", "Procent", title, **more)))[0][0]

    px = {"extension": {"px": {"tableid": "TAB77"}}}
    other = {"extension": {"px": {"tableid": "TAB78"}}}
    assert (own_id("Oro", **px), own_id("Oro", **other)) == ("scb-tab77-x1", "scb-tab78-x1")
    assert (
        own_id("Oro efter region och år")
        != own_id("Oro efter region, ålder och år")
        != own_id("Ork")
    )


def test_signs_that_an_id_has_no_letters_for_still_tell_two_choices_apart(read):
    def chosen(code: str) -> str:
        document = table(
            {**HERE, "Alder": {code: f"{code} år"}, "ContentsCode": PEOPLE, "Tid": years("2023")},
            [1],
        )
        return ids(read(document))[0][0]

    assert len({chosen("4"), chosen("-4"), chosen("4+")}) == 3
    assert chosen("4") == "scb-be0101n1-alder-4"


def test_indicator_of_another_authority_has_its_source_and_its_id(read):
    document = counted(
        "andel",
        "Andel",
        "Avstår från att gå ut ensam efter region och år",
        27.3,
        source="Folkhälsomyndigheten",
    )
    reading = read(document)
    assert ids(reading)[0][0].startswith("folkhalsomyndigheten-avstar")
    assert [row[:3] for row in rows(reading, "kallor")] == [
        ["folkhalsomyndigheten-statistik", "Tabell ur en statistikdatabas", "Folkhälsomyndigheten"]
    ]
    assert (
        people(
            read(counted("BE0101N1", "Folkmängd", "Folkmängd", 7, source="Folkhälsomyndigheten"))
        )
        == {}
    )


@pytest.mark.parametrize("code", ["BE0101N1", "000007Y7"])
def test_the_people_are_known_by_code_in_any_language(read, code):
    document = table(
        {
            **HERE,
            "Alder": {"totalt": "total age"},
            "Kon": {"1+2": "total"},
            "ContentsCode": {code: "Number"},
            "Tid": years("2023"),
        },
        [7],
        "Population by region, age, sex and year",
    )
    assert people(read(document)) == {("exempelstad", "2023"): "7"}


def test_the_people_of_1_november_are_an_indicator_also_when_the_label_hides_it(read):
    document = counted(
        "BE0101A9", "Folkmängd", "Folkmängden den 1 november efter region, ålder, kön och år"
    )
    assert (people(read(document)), ids(read(document))) == (
        {},
        [("scb-be0101a9", "Folkmängden den 1 november")],
    )
    by_reference = counted("BE0101N1", "Folkmängd", "Folkmängd")
    by_reference["dimension"]["ContentsCode"]["extension"] = {
        "refperiod": {"BE0101N1": "1 november"}
    }
    assert people(read(by_reference)) == {}


@pytest.mark.parametrize("unit", ["tusental", "1000-tal personer"])
def test_people_in_thousands_are_no_people(read, unit):
    document = counted("BE0101N1", "Folkmängd", "Folkmängd efter region och år", 146)
    category = document["dimension"]["ContentsCode"]["category"]
    category["unit"] = {"BE0101N1": {"base": unit}}
    reading = read(document)
    assert (people(reading), values(reading)) == ({}, ["146"])


def test_each_table_without_a_year_is_asked_for_its_own(read):
    def undated(code: str, label: str) -> dict:
        return table({**HERE, "ContentsCode": {code: label}}, [7], f"{label} i kommunen")

    found = [undated("BO0104AH", "Lägenheter"), undated("TK1001AB", "Bilar")]
    document = {"class": "collection", "link": {"item": found}}
    assert [*read(document).questions] == ["ar", "tabell2-ar"]
    reading = read(document, ar="2022", **{"tabell2-ar": "2023"})
    assert [row[2] for row in rows(reading, "indikatorvarden")] == ["2022", "2023"]


def test_a_title_that_speaks_against_the_code_is_asked_about(read):
    document = counted("BE0101N1", "Folkmängd", "Folkmängd 16-64 år efter region och år")
    assert [*read(document).questions] == ["folkmangd-be0101n1"]


def test_an_indicator_that_is_called_as_the_table_is_may_be_the_same(read):
    known = {**KNOWN, "indikatorer": [{"indikator_id": "oro", "namn": "Oro"}]}
    document = counted("AM0207A1", "Andel", "Oro efter region och år")
    [asked] = read(document, known).questions.values()
    assert [*asked.options] == ["oro", "ny"]
    assert {
        row[0] for row in rows(read(document, known, **{asked.key: "oro"}), "indikatorvarden")
    } == {"oro"}


# Other dimensions


def crossed(ages: dict[str, str]) -> dict:
    found = {**HERE, "Alder": ages, "ContentsCode": {"AM0207A1": "Andel (%)"}, "Tid": years("2023")}
    return table(found, list(range(10, 10 + len(ages))), "Oro efter region, ålder och år")


def test_several_values_of_a_dimension_are_asked_about(read):
    document = crossed({"1": "16-29 år", "2": "30-44 år", "T": "Totalt"})
    asked = read(document)
    assert (asked.tables, [(key, [*one.options]) for key, one in asked.questions.items()]) == (
        [],
        [("alder", ["1", "2", "3", "alla"])],
    )
    assert ids(read(document, alder="2")) == [("scb-am0207a1-alder-2", "Oro: Andel (%), 30-44 år")]
    assert values(read(document, alder="2")) == ["11"]
    assert ids(read(document, alder="3")) == [("scb-am0207a1", "Oro: Andel (%)")]
    every = read(document, alder="alla")
    assert ([own for own, _ in ids(every)], values(every)) == (
        ["scb-am0207a1-alder-1", "scb-am0207a1-alder-2", "scb-am0207a1"],
        ["10", "11", "12"],
    )


def test_very_many_values_give_only_the_total_or_are_refused(read):
    many = {str(age): f"{age} år" for age in range(21)}
    reading = read(crossed({**many, "tot": "totalt ålder"}))
    assert values(reading) == ["31"]
    assert "Filen har 22 värden i alder; bara totalt ålder läses in." in reading.notes
    with pytest.raises(InvalidStore, match="har 21 värden i alder"):
        read(crossed(many))


def test_roles_are_found_by_codes_where_the_file_has_none(read):
    found = {
        "Geo1": {"00": "Riket", "9999": "Exempelstad"},
        "Andel och konfidensintervall": {"andel": "Andel"},
        "Grupp": {"01": "Totalt", "02": "Män", "03": "Kvinnor"},
        "Mätt": {"0": "2021", "1": "2022"},
    }
    document = table(
        found, list(range(12)), "Avstår från att gå ut ensam efter region, kön och år", role={}
    )
    assert [row[1:5] for row in rows(read(document), "indikatorvarden")] == [
        ["riket", "2021", "totalt", "0"],
        ["riket", "2021", "män", "2"],
        ["riket", "2021", "kvinnor", "4"],
        ["riket", "2022", "totalt", "1"],
        ["riket", "2022", "män", "3"],
        ["riket", "2022", "kvinnor", "5"],
        ["exempelstad", "2021", "totalt", "6"],
        ["exempelstad", "2021", "män", "8"],
        ["exempelstad", "2021", "kvinnor", "10"],
        ["exempelstad", "2022", "totalt", "7"],
        ["exempelstad", "2022", "män", "9"],
        ["exempelstad", "2022", "kvinnor", "11"],
    ]


def test_what_the_sexes_are_called_goes_before_another_authoritys_codes(read):
    reading = read(by_sex({"1": "Kvinnor", "2": "Män"}, [1, 2], {"AM0207A1": "Andel"}, label="Oro"))
    assert [row[3:5] for row in rows(reading, "indikatorvarden")] == [
        ["kvinnor", "1"],
        ["män", "2"],
    ]
    unsaid = read(
        by_sex({"1": "", "2": ""}, [1, 2], {"A": "Andel"}, label="Oro", source="Annan myndighet")
    )
    assert ([*unsaid.questions], unsaid.tables) == (["kon"], [])


def test_a_table_that_does_not_tell_which_are_the_places_is_asked_about(read):
    document = table(
        {"A": {"x": "Exempelstad", "y": "Riket"}, "B": {"1": "ja"}, "Tid": years("2023")},
        [1, 2],
        "Oro",
        role={},
    )
    [asked] = read(document).questions.values()
    assert (asked.key, [*asked.options.values()]) == (
        "region",
        ["a: Exempelstad och Riket", "b: ja"],
    )


# Time


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Folkmängd efter region och år", str(dt.date.today().year + 1)),
        ("Folkmängd, antalet födda och döda. År 2026-2070", "2023"),
        ("Befolkningsprognos efter region och år", "2023"),
        ("Population projections by region and year", "2023"),
    ],
)
def test_a_forecast_is_refused(read, title, year):
    with pytest.raises(InvalidStore, match="är en prognos"):
        read(table({**HERE, "ContentsCode": PEOPLE, "Tid": years(year)}, [7], title))


def test_people_of_this_year_are_not_counted_yet(file, bring):
    document = table({**HERE, "ContentsCode": PEOPLE, "Tid": years(str(dt.date.today().year))}, [7])
    [problem] = bring(file("tabell.json", json.dumps(document)), format_name="scb").problems
    assert "är inte slut än" in str(problem)


def test_years_taken_together_have_a_curve_of_their_own_at_the_last_of_them(read):
    document = table(
        {
            **HERE,
            "ContentsCode": {"AM0207A1": "Andel"},
            "Tid": {"2024": "2024", "a": "2021–2024", "2022/2023": "2022/2023"},
        },
        [1, 2, 3],
        "Oro efter region och år",
    )
    reading = read(document, **{"tva-ar": "tillsammans"})
    assert [row[:3] + row[4:5] + row[7:] for row in rows(reading, "indikatorvarden")] == [
        ["scb-am0207a1", "exempelstad", "2024", "1", ""],
        ["scb-am0207a1-4-ar", "exempelstad", "2024", "2", "Gäller 2021–2024 tillsammans."],
        ["scb-am0207a1-2-ar", "exempelstad", "2023", "3", "Gäller 2022/2023 tillsammans."],
    ]
    assert "Oro: Andel, 4 år tillsammans" in [name for _, name in ids(reading)]
    assert (
        people(read(table({**HERE, "ContentsCode": PEOPLE, "Tid": years("2021-2023")}, [7]))) == {}
    )


@pytest.mark.parametrize(
    "time", ["2023K1", "2023M01", "2023V12", "januari 2023", "2009-12", "2023-01"]
)
def test_what_is_shorter_than_a_year_is_refused(read, time):
    with pytest.raises(InvalidStore, match="bara hela år"):
        read(table({**HERE, "ContentsCode": PEOPLE, "Tid": years(time)}, [7]))


def test_a_code_and_a_label_of_different_years_are_refused(read):
    with pytest.raises(InvalidStore, match=r"2022 \(2023\)"):
        read(table({**HERE, "ContentsCode": PEOPLE, "Tid": {"2022": "2023"}}, [7]))


def test_a_table_without_years_is_asked_about(read):
    document = table({**HERE, "ContentsCode": PEOPLE}, [7])
    assert [*read(document).questions] == ["ar"]
    assert people(read(document, ar="2021")) == {("exempelstad", "2021"): "7"}


@pytest.mark.parametrize(
    ("time", "last", "length"),
    [("2011/12", "2012", 2), ("2013-15", "2015", 3), ("2020–2023", "2023", 4)],
)
def test_ways_to_write_several_years(read, time, last, length):
    [row] = rows(read(oro(years(time)), **{"tva-ar": "tillsammans"}), "indikatorvarden")
    assert (row[0], row[2]) == (f"scb-am0207a1-{length}-ar", last)


def oro(time: dict[str, str]) -> dict:
    return table(
        {**HERE, "ContentsCode": {"AM0207A1": "Andel"}, "Tid": time}, [7] * len(time), "Oro"
    )


@pytest.mark.parametrize("label", ["2023 (prel.)", "2023p", "2023*"])
def test_a_preliminary_year_is_told_by_its_name(read, label):
    assert [row[2:6] for row in rows(read(oro({"2023": label})), "indikatorvarden")] == [
        ["2023", "totalt", "7", "ja"]
    ]


@pytest.mark.parametrize(
    "source",
    ["SCB", "Statistikmyndigheten SCB", "Statistics Sweden", "Statistiska centralbyrån (SCB)"],
)
def test_what_scb_is_called(read, source):
    document = counted("BE0101N1", "Folkmängd", "Folkmängd", 7, source=source)
    assert people(read(document)) == {("exempelstad", "2023"): "7"}


@pytest.mark.parametrize("time", ["2022/23", "2022-2023"])
def test_two_years_may_be_a_school_year_or_a_change_and_are_asked_about(read, time):
    document = oro({"2022": "2022", time: time})
    [asked] = read(document).questions.values()
    assert (asked.key, [*asked.options]) == ("tva-ar", ["tillsammans", "utan"])
    assert len(rows(read(document, **{"tva-ar": "tillsammans"}), "indikatorvarden")) == 2
    assert [row[2] for row in rows(read(document, **{"tva-ar": "utan"}), "indikatorvarden")] == [
        "2022"
    ]


# Places


def test_a_code_that_the_file_calls_another_kommun_is_asked_about(read):
    document = table(
        {"Region": {"9999": "Annanstad"}, "ContentsCode": PEOPLE, "Tid": years("2023")}, [7]
    )
    [asked] = read(document).questions.values()
    assert (asked.key, [*asked.options]) == ("region-9999", ["kod", "utan"])
    assert people(read(document, **{"region-9999": "kod"})) == {("exempelstad", "2023"): "7"}
    assert people(read(document, **{"region-9999": "utan"})) == {}
    inner = table(
        {
            "Region": {"9999R001": "9999R001 Annanstad (Norrby)"},
            "ContentsCode": PEOPLE,
            "Tid": years("2023"),
        },
        [7],
    )
    assert [*read(inner).questions] == ["region-9999"]


@pytest.mark.parametrize(
    ("code", "label"), [("9999", "Exempelstad tätort"), ("00", "Riket exkl. storstäder")]
)
def test_a_name_that_only_begins_as_the_code_says_is_asked_about(read, code, label):
    document = table({"Region": {code: label}, "ContentsCode": PEOPLE, "Tid": years("2023")}, [7])
    assert [*read(document).questions] == [f"region-{code}"]


@pytest.mark.parametrize("label", ["Riket", "00 Riket", "Hela riket", "Totalt", "00"])
def test_the_ways_to_write_riket(read, label):
    document = table({"Region": {"00": label}, "ContentsCode": PEOPLE, "Tid": years("2023")}, [7])
    assert people(read(document)) == {("riket", "2023"): "7"}


@pytest.mark.parametrize(
    "label", ["Exempelstad", "9999 Exempelstad", "Exempelstads kommun", "EXEMPELSTAD", "9999", ""]
)
def test_the_ways_to_write_a_kommun(read, label):
    document = table({"Region": {"9999": label}, "ContentsCode": PEOPLE, "Tid": years("2023")}, [7])
    assert people(read(document)) == {("exempelstad", "2023"): "7"}


# What is missing


def told(status: object, value: object = (7, 8), unit: str = "antal", **more) -> Reading:
    document = table(
        {**HERE, "ContentsCode": {"AM0207A1": "Andel"}, "Tid": years("2022", "2023")},
        list(value),
        "Oro",
        status=status,
        **more,
    )
    document["dimension"]["ContentsCode"]["category"]["unit"] = {"AM0207A1": {"base": unit}}
    return document


@pytest.mark.parametrize(
    ("status", "preliminary", "note"),
    [
        ({"1": "p"}, ["", "ja"], "1 värde har status p (preliminärt); talen tas med."),
        (["p", "p"], ["ja", "ja"], "2 värden har status p (preliminärt); talen tas med."),
        ("p", ["ja", "ja"], "2 värden har status p (preliminärt); talen tas med."),
        (["a"], ["", ""], None),
        ("a", ["", ""], None),
        (
            {"0": "r", "1": "bp"},
            ["", "ja"],
            "1 värde har status b (brott i serien); talen tas med.",
        ),
        ({"1": "Ö"}, ["", ""], '1 värde har status "Ö", som inte är känd; talen tas med.'),
    ],
)
def test_letters_keep_the_value(read, status, preliminary, note):
    reading = read(told(status))
    assert [row[4:6] for row in rows(reading, "indikatorvarden")] == [
        ["7", preliminary[0]],
        ["8", preliminary[1]],
    ]
    assert reading.notes == [] if note is None else note in reading.notes


@pytest.mark.parametrize("status", [".", "..", "...", ":"])
def test_dots_are_gaps_and_so_is_an_empty_value_whatever_its_letter(read, status):
    assert values(read(told({"0": status}))) == ["8"]
    assert values(read(told({"0": "p"}, (None, 8)))) == ["8"]


def test_forecasts_among_the_values_are_left_out_and_told(read):
    reading = read(told({"1": "f"}))
    assert (values(reading), reading.notes) == (
        ["7"],
        ["1 värde är prognoser (status f) och tas inte med."],
    )


def test_what_is_no_number_is_a_gap_and_counted(read):
    reading = read(told({}, (float("nan"), float("inf"))))
    assert (values(reading), reading.notes) == (
        [],
        ["2 värden är inte tal (NaN eller oändligt) och läses som luckor."],
    )


def test_dash_is_0_of_what_is_counted_a_gap_of_what_is_measured_and_asked_about_else(read):
    def of(content: str, title: str, unit: str) -> dict:
        document = counted("AM0207A1", content, title, "-")
        document["dimension"]["ContentsCode"]["category"]["unit"] = {"AM0207A1": {"base": unit}}
        return document

    assert values(read(of("Bilar", "Bilar i trafik", "antal"))) == ["0"]
    assert (
        values(read(of("Andel", "Oro", "procent")))
        == values(read(of("Medelinkomst", "Inkomst", "tkr")))
        == []
    )
    unclear = of("Bilar", "Bilar", "")
    assert [*read(unclear).questions] == ["streck"]
    assert values(read(unclear, streck="noll")) == ["0"]
    assert values(read(unclear, streck="lucka")) == []


def test_preliminary_people_say_so(read):
    document = table({**HERE, "ContentsCode": PEOPLE, "Tid": years("2023")}, [7], status="p")
    assert rows(read(document), "folkmangd") == [
        ["exempelstad", "2023", "7", "scb", "Preliminärt tal enligt källan."]
    ]
