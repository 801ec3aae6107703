"""The forms that PxWeb saves a table in give the same rows: JSON-stat of all versions, JSON, CSV,
Excel and PC-Axis."""

import copy
import json

import pytest
from books import book_of, saved
from hypothesis import given
from hypothesis import strategies as st
from mutations import mutated
from test_pxweb import FORMAT, KNOWN, PEOPLE, people, rows, table, years

from lagesbild_data.bring.formats import recognise
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.validation import validate
from lagesbild_data.words.problems import InvalidStore

EXPECTED = {("exempelstad", "2022"): "1200", ("exempelstad", "2023"): "1300"}
VERSION_2 = table(
    {"Region": {"9999": "Exempelstad"}, "ContentsCode": PEOPLE, "Tid": years("2022", "2023")},
    [1200, 1300],
)
VERSION_1 = {
    "label": VERSION_2["label"],
    "source": "SCB",
    "value": [1200, 1300],
    "dimension": {
        **VERSION_2["dimension"],
        "id": VERSION_2["id"],
        "size": VERSION_2["size"],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
    },
}
PX_JSON = {
    "columns": [
        {"code": "Region", "text": "region", "type": "d"},
        {"code": "Tid", "text": "år", "type": "t"},
        {"code": "BE0101N1", "text": "Folkmängd", "type": "c"},
    ],
    "comments": [],
    "data": [
        {"key": ["9999", "2022"], "values": ["1200"]},
        {"key": ["9999", "2023"], "values": ["1300"]},
    ],
    "metadata": [{"label": "Folkmängd efter region och år", "source": "SCB"}],
}
PX = """CHARSET="ANSI";
AXIS-VERSION="2013";
LANGUAGE="sv";
LANGUAGES="sv","en";
MATRIX="BefolkningNy";
TITLE="Folkmängd efter region "
"och år; DATA= är inte här";
TITLE[en]="Population by region and year";
SOURCE="SCB";
STUB="region";
HEADING="år";
VALUES("region")="Exempelstad";
VALUES[en]("region")="Elsewhere";
CODES("region")="9999";
VALUES("år")="2022","2023";
TIMEVAL("år")=TLIST(A1),"2022","2023";
DATA=
1200 1300;
"""


@pytest.fixture
def read(file):
    def read(
        name: str, content: object, known=KNOWN, encoding: str = "utf-8", **answers: str
    ) -> Reading:
        text = (
            content if isinstance(content, str | bytes) else json.dumps(content, ensure_ascii=False)
        )
        upload = file(name, text, encoding)
        assert recognise(upload) is FORMAT
        return FORMAT.read(upload, Context(Names(known), answers))

    return read


def values(reading: Reading) -> list[list[str]]:
    return [row[:5] for row in rows(reading, "indikatorvarden")]


@pytest.mark.parametrize(
    "document",
    [
        VERSION_2,
        {"dataset": VERSION_1},
        {"folk": VERSION_1},
        VERSION_1,
        PX_JSON,
        {"version": "2.0", "class": "collection", "link": {"item": [VERSION_2]}},
        {
            "class": "collection",
            "link": {
                "item": [
                    {"class": "dataset", "href": "https://x"},
                    {"class": "collection", "link": {"item": [VERSION_2]}},
                ]
            },
        },
        {**dict(reversed(VERSION_2.items()))},
    ],
)
def test_json_of_every_kind(read, document):
    assert people(read("tabell.json", document)) == EXPECTED


def test_what_tells_a_table_may_stand_last_in_a_large_file(read):
    note = {"note": ["x" * 100_000]}
    assert people(read("stor.json", {**note, **VERSION_2})) == EXPECTED
    assert people(read("stor.json", {**note, **PX_JSON})) == EXPECTED


def test_every_table_of_a_bundle_is_read(read):
    other = table({"Region": {"00": "Riket"}, "ContentsCode": PEOPLE, "Tid": years("2022")}, [5])
    document = {"class": "collection", "link": {"item": [VERSION_2, other]}}
    assert people(read("tabell.json", document)) == {**EXPECTED, ("riket", "2022"): "5"}


def test_a_bundle_brings_its_source_once(file, bring):
    other = table({"Region": {"00": "Riket"}, "ContentsCode": PEOPLE, "Tid": years("2022")}, [5])
    document = {"class": "collection", "link": {"item": [VERSION_2, other]}}
    planned = bring(file("tabell.json", json.dumps(document)))
    assert (planned.problems, [row["kalla_id"] for row in planned.changes["kallor"].new]) == (
        [],
        ["scb"],
    )


def test_a_collection_that_only_points_at_tables_is_refused(read):
    with pytest.raises(InvalidStore, match="bara pekar på tabeller"):
        read(
            "tabell.json",
            {"class": "collection", "link": {"item": [{"class": "dataset", "href": "https://x"}]}},
        )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"columns": [{"code": "BE0101N1", "type": "c"}]}, "ska ha columns"),
        ({"data": [{"key": ["9999"], "values": ["1"]}]}, "en post .nummer 1."),
        ({"data": [{"key": ["9999", "2022"], "values": []}]}, "en post .nummer 1."),
        ({"data": [5]}, "en post .nummer 1."),
    ],
)
def test_json_that_does_not_hang_together_is_refused(read, change, told):
    with pytest.raises(InvalidStore, match=told):
        read("tabell.json", {**PX_JSON, **change})


# PC-Axis


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_px(read, encoding):
    assert people(read("tabell.px", PX, encoding=encoding)) == EXPECTED


def test_px_with_contents_codes_and_total(read):
    text = (
        PX.replace('MATRIX="BefolkningNy"', 'MATRIX="X"')
        .replace('STUB="region"', 'STUB="region","kön"')
        .replace(
            'HEADING="år"',
            'HEADING="tabellinnehåll","år";\nCONTVARIABLE="tabellinnehåll";\nVALUES("tabellinnehåll")="Folkmängd","Ökning";\n'
            'CODES("tabellinnehåll")="BE0101N1","BE0101N2";\nVALUES("kön")="män","kvinnor";\nUNITS("Ökning")="antal";\n'
            'PRECISION("tabellinnehåll","Ökning")=1',
        )
        .replace("1200 1300;", '700 701 "-" ".."\n500 599 2 3.5;')
    )
    reading = read("tabell.px", text)
    assert people(reading) == EXPECTED
    assert values(reading) == [
        ["scb-be0101n2", "exempelstad", "2022", "män", "0"],
        ["scb-be0101n2", "exempelstad", "2022", "kvinnor", "2"],
        ["scb-be0101n2", "exempelstad", "2023", "kvinnor", "3.5"],
    ]
    assert rows(reading, "indikatorer")[0][5] == "1"


def test_px_with_keys(read):
    text = (
        PX.replace('CODES("region")="9999"', 'CODES("region")="9999","00";\nKEYS("region")=CODES')
        .replace('VALUES("region")="Exempelstad"', 'VALUES("region")="Exempelstad","Riket"')
        .replace("1200 1300;", '"9999",1200 1300;')
    )
    assert people(read("tabell.px", text)) == EXPECTED
    with pytest.raises(InvalidStore, match="okänd nyckel: 7777"):
        read("tabell.px", text.replace('"9999",1200', '"7777",1200'))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1200 1300;", "1200;", "ska ha 2 värden enligt STUB och HEADING, men DATA har 1"),
        ("1200 1300;", "1 2 3 4;", "DATA har fler"),
        ("DATA=", "DATEN=", "DATA saknas"),
        ('STUB="region";\nHEADING="år";', "", "STUB eller HEADING saknas"),
        ('CODES("region")="9999"', 'CODES("region")="9999","1"', "VALUES och CODES för region"),
        ('SOURCE="SCB";', 'SOURCE="SCB;', "inte en hel PC-Axis-fil"),
    ],
)
def test_px_that_does_not_hang_together_is_refused(read, before, after, told):
    with pytest.raises(InvalidStore, match=told):
        read("tabell.px", PX.replace(before, after))


def test_px_years_from_the_first_to_the_last(read):
    text = PX.replace('VALUES("år")="2022","2023";\n', "").replace(
        'TLIST(A1),"2022","2023"', 'TLIST(A1,"2022"-"2023")'
    )
    assert people(read("tabell.px", text)) == EXPECTED


# CSV


ACROSS = (
    '"region","ålder","kön","Folkmängd 2022","Folkmängd 2023"\n"9999 Exempelstad","totalt'
    ' ålder","totalt",1200,1300\n'
)
FOLK = {"utgivare": "scb", "folkmangd": "folkmangd"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_years_across(read, encoding, delimiter):
    assert (
        people(read("tabell.csv", ACROSS.replace(",", delimiter), encoding=encoding, **FOLK))
        == EXPECTED
    )


def test_csv_tells_too_little_to_be_read_without_asking(read):
    asked = read("tabell.csv", ACROSS)
    assert (asked.tables, [*asked.questions]) == ([], ["utgivare", "folkmangd"])
    assert people(read("tabell.csv", ACROSS, utgivare="annan")) == {}


def test_csv_saved_under_the_databases_own_name_is_known_by_it(read):
    assert people(read("BE0101N1_20240222-101112.csv", ACROSS)) == EXPECTED
    assert people(read("BE0101A9_20240222-101112.csv", ACROSS)) == {}


def test_csv_with_a_title_a_row_per_value_and_notes(read):
    text = (
        "Folkmängd efter region, kön, tabellinnehåll och år\n\nregion;kön;år;Folkmängd\n9999"
        " Exempelstad;män;2022;700\n9999 Exempelstad;kvinnor;2022;500\n9999"
        " Exempelstad;män;2023;..\n\nSenaste uppdaterad:\n20240222 08:00\nKälla:\nSCB\nIntern"
        " referenskod:\nBE0101N1\n"
    )
    assert people(read("tabell.csv", text)) == {("exempelstad", "2022"): "1200"}


def test_csv_with_a_title_that_has_commas(read):
    title = '"Folkmängd efter region, ålder, kön, tabellinnehåll och år"\n\n'
    assert people(read("BE0101N1.csv", title + ACROSS)) == EXPECTED


def test_csv_by_codes(read):
    text = """"Region","Alder","Kon","Tid","BE0101N1","BE0101N2"
"9999","tot","1","2022",700,1
"9999","tot","2","2022",500,2
"""
    reading = read("tabell.csv", text)
    assert people(reading) == {("exempelstad", "2022"): "1200"}
    assert [row[0] for row in values(reading)] == ["scb-be0101n2", "scb-be0101n2"]


def test_csv_with_sexes_and_years_across(read):
    text = (
        "region,män Folkmängd 2022,kvinnor Folkmängd 2022,Folkmängd män 2023\n9999"
        " Exempelstad,700,500,701\n"
    )
    assert people(read("tabell.csv", text, **FOLK)) == {("exempelstad", "2022"): "1200"}


def test_a_share_of_women_is_a_share_of_all_or_one_among_women(read):
    text = "Anställda\nKommun;Andel kvinnor 2022;Andel kvinnor 2023\nExempelstad;70;71\n"
    assert [*read("tabell.csv", text, utgivare="annan").questions] == ["kon", "utgivare"]
    of_all = read("tabell.csv", text, utgivare="annan", kon="andel-av-alla")
    assert [row[1] for row in rows(of_all, "indikatorer")] == ["Anställda: Andel kvinnor"]
    assert [row[3:5] for row in values(of_all)] == [["totalt", "70"], ["totalt", "71"]]
    among = read("tabell.csv", text, utgivare="annan", kon="inom-konet")
    assert [row[3:5] for row in values(among)] == [["kvinnor", "70"], ["kvinnor", "71"]]


@pytest.mark.parametrize(
    ("heading", "group", "called"),
    [
        ("Misshandel mot kvinnor 2023", "totalt", "Misshandel mot kvinnor"),
        ("Antal män per 100 kvinnor 2023", "totalt", "Antal män per 100 kvinnor"),
        ("män per 100 kvinnor 2023", "totalt", "män per 100 kvinnor"),
        ("Skillnad mellan män och kvinnor 2023", "totalt", "Skillnad mellan män och kvinnor"),
        ("Lön i procent av män 2023", "totalt", "Lön i procent av män"),
        ("Kvinnor och män 2023", "totalt", ""),
        ("Ohälsotal kvinnor 2023", "kvinnor", "Ohälsotal"),
    ],
)
def test_a_sex_that_a_number_only_has_to_do_with_is_no_group(read, heading, group, called):
    reading = read("tabell.csv", f"Region;{heading}\n9999 Exempelstad;7\n", utgivare="annan")
    [(_, name, *_)] = rows(reading, "indikatorer")
    [value] = values(reading)
    assert (name.removesuffix(" (tabell)").removesuffix("tabell"), value[2:]) == (
        called,
        ["2023", group, "7"],
    )


@pytest.mark.parametrize(
    "heading",
    [
        "Förändring sedan 2019",
        "Jämfört med år 2019",
        "Lägenheter byggda före 1990",
        "Ärenden t.o.m. 2023",
        "Ärenden fr.o.m. 2010",
        "Utveckling 2019 till 2023",
    ],
)
def test_a_year_that_numbers_are_compared_with_is_not_theirs(read, heading):
    with pytest.raises(InvalidStore) as fault:
        read(
            "tabell.csv", f"Region;Ärenden 2024;{heading}\n9999 Exempelstad;7;2\n", utgivare="annan"
        )
    assert f'har rubriken "{heading}", vars år inte är talens' in str(fault.value)


def test_a_part_of_what_the_heading_does_not_name_is_refused(read):
    with pytest.raises(InvalidStore, match='"därav kvinnor 2023", som inte säger vad'):
        read(
            "tabell.csv",
            "Region;Sjukfall 2023;därav kvinnor 2023\n9999 Exempelstad;9;6\n",
            utgivare="annan",
        )


def test_csv_columns_that_may_divide_the_table_or_be_counted_are_asked_about(read):
    text = "region;år;barn;Bilar\n9999 Exempelstad;2022;1;50\n9999 Exempelstad;2022;2;60\n"
    asked = read("tabell.csv", text, utgivare="scb")
    [question] = (one for key, one in asked.questions.items() if key == "tal")
    assert dict(question.options) == {"2": "bara barn, Bilar", "1": "bara Bilar"}
    every = read("tabell.csv", text, utgivare="scb", tal="1", barn="alla")
    assert [row[4] for row in values(every)] == ["50", "60"]


def test_csv_of_two_tables_with_one_label_share_no_indicator_unasked(file, bring):
    text = "region;Antal 2022\n9999 Exempelstad;{}\n"
    first = bring(file("bilar.csv", text.format(50)), answers={"utgivare": "scb"})
    assert (first.is_ready, first.changes["indikatorer"].new[0]["namn"]) == (True, "Antal (bilar)")
    second = bring(file("bostader.csv", text.format(60)), answers={"utgivare": "scb"})
    [asked] = (one for key, one in second.reading.questions.items() if key.startswith("samma"))
    assert (second.is_ready, len(asked.options)) == (False, 2)
    assert asked.remembered_as == ""


def test_a_cell_that_is_no_number_is_a_fault_also_in_the_last_row(read):
    for spoilt in (
        "9999 Exempelstad,x,1\n00 Riket,5,6\n",
        "00 Riket,5,6\n9999 Exempelstad,x,1\n",
        "00 Riket,5,6\n9999 Exempelstad,x,y\n",
    ):
        reading = read("BE0101N1.csv", f"region,Folkmängd 2022,Folkmängd 2023\n{spoilt}")
        assert any('"x" är inte ett heltal' in str(problem) for problem in reading.problems), spoilt


def test_regions_without_codes_are_asked_about(read):
    text = "region;Bilar 2022\nExempelstad;5\nRiket;6\nNorrby;7\n"
    asked = read("tabell.csv", text, utgivare="scb")
    assert "kommuner" in asked.questions
    found = values(read("tabell.csv", text, utgivare="scb", kommuner="ja"))
    assert [(row[1], row[4]) for row in found] == [("exempelstad", "5"), ("riket", "6")]


@pytest.mark.parametrize("heading", ["kommun;Bilar 2022", "Nyckeltal;Kommun;2022"])
def test_the_sum_of_the_files_kommuner_is_not_riket(file, heading):
    before = "N07540;" if heading.startswith("Nyckeltal") else ""
    lines = [
        heading,
        *(f"{before}{line}" for line in ("Exempelstad;5", "Annanstad;6", "Totalt;11")),
    ]
    upload = file("tabell.csv", "\n".join(lines))
    found = recognise(upload).read(upload, Context(Names(KNOWN), {"utgivare": "annan"}))
    assert [(row[1], row[4]) for row in values(found)] == [("exempelstad", "5"), ("annanstad", "6")]
    assert (
        '"Totalt" är summan av filens regioner, inte säkert riket, och tas inte med.' in found.notes
    )


def test_totalt_is_riket_by_its_code_or_with_all_kommuner(read):
    coded = read(
        "tabell.csv", "regionkod;region;2022\n9999;Exempelstad;5\n00;Totalt;90\n", utgivare="annan"
    )
    assert [(row[1], row[4]) for row in values(coded)] == [("exempelstad", "5"), ("riket", "90")]
    others = "".join(f"Kommun {at};1\n" for at in range(289))
    every = read(
        "tabell.csv", f"kommun;2022\nExempelstad;5\n{others}Totalt;294\n", utgivare="annan"
    )
    assert [(row[1], row[4]) for row in values(every)] == [("exempelstad", "5"), ("riket", "294")]


def test_codes_that_a_spreadsheet_took_the_nought_from(read):
    known = {
        "indikatorer": [],
        "omraden": [{"omrade_id": "x", "namn": "X", "typ": "kommun", "kommunkod": "0699"}],
    }
    assert people(read("BE0101N1.csv", "region;Folkmängd 2022\n699;5\n", known)) == {
        ("x", "2022"): "5"
    }


def test_codes_and_names_in_columns_of_their_own(read):
    text = "kommunkod;kommun;år;BE0101N1\n9999;Exempelstad;2022;1200\n8888;Annanstad;2022;5\n"
    assert people(read("tabell.csv", text)) == {
        ("exempelstad", "2022"): "1200",
        ("annanstad", "2022"): "5",
    }


def test_a_decimal_comma_between_commas_is_told_and_not_half_the_number(read):
    with pytest.raises(InvalidStore, match="rad 2 har fler fält än det finns rubriker"):
        read("tabell.csv", "region,Andel 2022\n9999 Exempelstad,27,3\n", utgivare="scb")


# Excel


def test_two_sheets_that_say_as_little_are_two_indicators(read):
    sheets = {
        "Bilar": [["region", "Antal 2022"], ["9999 Exempelstad", 5]],
        "Hus": [["region", "Antal 2023"], ["9999 Exempelstad", 6]],
    }
    reading = read(
        "tabell.xlsx", saved(book_of(sheets)), **{"utgivare": "scb", "tabell2-utgivare": "scb"}
    )
    assert [row[1] for row in rows(reading, "indikatorer")] == [
        "Antal (tabell Bilar)",
        "Antal (tabell Hus)",
    ]
    assert len({row[0] for row in values(reading)}) == 2


def test_two_tables_without_a_title_in_one_file_are_refused(read):
    def untitled(year: str) -> dict:
        return table(
            {"Region": {"9999": "Exempelstad"}, "ContentsCode": {"X": "Antal"}, "Tid": years(year)},
            [1],
            "",
        )

    with pytest.raises(InvalidStore, match="inte går att skilja åt"):
        read(
            "tabell.json",
            {"class": "collection", "link": {"item": [untitled("2021"), untitled("2022")]}},
        )


def excel(*lines: list, sheet: str = "Blad1") -> bytes:
    return saved(book_of({sheet: lines}))


def test_excel_with_a_title_headings_above_each_other_and_notes(read):
    content = excel(
        ["Folkmängd efter region, kön, tabellinnehåll och år"],
        [],
        [None, None, "Folkmängd", None, "Folkökning", None],
        [None, None, "2022", "2023", "2022", "2023"],
        ["9999 Exempelstad", "män", 700, 701, 1, ".."],
        [None, "kvinnor", 500, 599, 2, 3],
        ["00 Riket", "män", 7, 8, 9, 10],
        [],
        ["Senaste uppdaterad:"],
        ["20240222 08:00"],
        ["Källa:"],
        ["SCB"],
        ["Intern referenskod:"],
        ["BE0101N1"],
    )
    reading = read("tabell.xlsx", content)
    assert people(reading) == EXPECTED
    assert sorted(row[1:5] for row in values(reading)) == [
        ["exempelstad", "2022", "kvinnor", "2"],
        ["exempelstad", "2022", "män", "1"],
        ["exempelstad", "2023", "kvinnor", "3"],
        ["riket", "2022", "män", "9"],
        ["riket", "2023", "män", "10"],
    ]


@pytest.mark.parametrize(
    ("rows_below", "line"),
    [
        ([["Kommun", 2020, 2021], ["Riket", 500, 600]], 4),
        ([["Andel, procent"], ["Kommun", 2022, 2023], ["Riket", 5, 6]], 4),
        ([["Andel, procent"], ["Riket", 5, 6]], 4),
    ],
)
def test_a_second_table_below_the_first_is_refused(read, rows_below, line):
    content = excel(["Bilar, antal"], ["Kommun", 2022, 2023], ["Exempelstad", 10, 12], *rows_below)
    with pytest.raises(InvalidStore, match=f"har en tabell till från rad {line}"):
        read("tabell.xlsx", content, utgivare="annan")


def test_a_second_table_without_a_name_for_its_regions_is_refused(read):
    content = excel(
        ["Bilar efter region och år"],
        [None, "2022"],
        ["9999 Exempelstad", 10],
        [None, "2021"],
        ["00 Riket", 20],
    )
    with pytest.raises(InvalidStore, match="har en tabell till från rad 4"):
        read("tabell.xlsx", content, utgivare="annan")


def test_every_line_of_a_title_is_part_of_what_is_counted(read):
    def titled(*lines: str) -> list[str]:
        content = excel(*([line] for line in lines), ["Kommun", "2022"], ["Exempelstad", 10])
        return rows(read("tabell.xlsx", content, utgivare="annan"), "indikatorer")[0][:2]

    assert titled("Anmälda brott") == ["annan-anmalda-brott-0a9aa130", "Anmälda brott"]
    assert titled("Anmälda brott", "Antal")[1] == "Anmälda brott, Antal"
    assert (
        titled("Anmälda brott efter år", "Per 100 000 invånare")[1]
        == "Anmälda brott, Per 100 000 invånare"
    )
    assert titled("Anmälda brott", "Uppdaterad: 2024-02-22") == titled("Anmälda brott")
    assert (
        len({titled("Anmälda brott", line)[0] for line in ("", "Antal", "Misshandel, kvinnor")})
        == 3
    )


@pytest.mark.parametrize(
    ("text", "whole", "parts"), [("14.468", "14468", "14.468"), ("14,468", "14468", "14,468")]
)
def test_thousands_that_may_be_decimals_are_asked_about(read, text, whole, parts):
    content = f"Kommun;Bilar 2022;Bilar 2023\nExempelstad;{text};5\n"
    assert [*read("tabell.csv", content, utgivare="annan").questions] == ["utgivare", "tusental"]
    for answer, meant in (("tusental", whole), ("decimaler", parts)):
        found = values(read("tabell.csv", content, utgivare="annan", tusental=answer))
        assert [row[4] for row in found] == [meant, "5"]


def test_decimals_are_told_by_the_other_numbers(read):
    content = "Kommun;Bilar 2022;Bilar 2023\nExempelstad;14.468;5.25\n"
    assert [row[4] for row in values(read("tabell.csv", content, utgivare="annan"))] == [
        "14.468",
        "5.25",
    ]


def test_a_text_in_json_that_may_be_thousands_is_refused(read):
    with pytest.raises(InvalidStore, match=r'"14\.468" som text, som kan vara tusental'):
        read("tabell.json", {**VERSION_2, "value": ["14.468", 5]})


def test_powers_of_ten_are_refused(read):
    described = copy.deepcopy(VERSION_2)
    described["dimension"]["ContentsCode"]["category"]["unit"] = {
        "BE0101N1": {"base": "personer", "mult": 3}
    }
    with pytest.raises(InvalidStore, match="i tiopotenser"):
        read("tabell.json", described)


@pytest.mark.parametrize(
    "lines",
    [
        [
            ["Oro (procent) efter kommun och år"],
            ["Kommun", "2022", "2023"],
            ["Exempelstad", 0.27, 0.31],
        ],
        [["Kommun", "År", "Andel"], ["Exempelstad", 2022, 0.27], ["Exempelstad", 2023, 0.31]],
    ],
)
def test_shares_under_1_are_asked_about_and_are_per_cent_or_fractions(read, lines):
    asked = read("tabell.xlsx", excel(*lines), utgivare="annan")
    [key] = (key for key in asked.questions if key != "utgivare")
    assert key.startswith("andel-annan-")
    for answer, meant in (("procent", ["0.27", "0.31"]), ("brak", ["27", "31"])):
        found = read("tabell.xlsx", excel(*lines), utgivare="annan", **{key: answer})
        assert [row[4] for row in values(found)] == meant


def shares(form: str, numbers: list[float]) -> object:
    """A table of shares in a form that programs write."""
    if form == "px":
        said = PX.replace('"BefolkningNy"', '"T1"').replace("Folkmängd", "Oro, procent")
        return said.replace("1200 1300", " ".join(map(str, numbers)))
    if form == "json":
        columns = [*PX_JSON["columns"][:2], {"code": "000001AB", "text": "Andel", "type": "c"}]
        data = [
            {"key": ["9999", str(2022 + at)], "values": [str(number)]}
            for at, number in enumerate(numbers)
        ]
        return {
            **PX_JSON,
            "columns": columns,
            "data": data,
            "metadata": [{"label": "Oro", "source": "SCB"}],
        }
    dimensions = {"Region": {"9999": "Exempelstad"}, "ContentsCode": {"000001AB": "Andel"}}
    document = table(
        {**dimensions, "Tid": years("2022", "2023")}, numbers, label="Oro efter region och år"
    )
    document["dimension"]["ContentsCode"]["category"]["unit"] = {
        "000001AB": {"base": "procent", "decimals": 1}
    }
    return document


@pytest.mark.parametrize("form", ["json-stat", "json", "px"])
def test_shares_under_1_of_what_programs_write_are_asked_about(read, form):
    [key] = read("t.txt", shares(form, [0.485, 0.31])).questions
    assert key.startswith("andel-scb-")
    for answer, meant in (("procent", ["0.485", "0.31"]), ("brak", ["48.5", "31"])):
        assert [
            row[4] for row in values(read("t.txt", shares(form, [0.485, 0.31]), **{key: answer}))
        ] == meant
    assert not read("t.txt", shares(form, [0.9, 4.5])).questions


def test_per_cent_in_a_table_of_counts_is_a_fault(read):
    content = excel(["Bilar, antal"], ["Kommun", 2022], ["Exempelstad", "27 %"])
    found = read("tabell.xlsx", content, utgivare="annan")
    assert (values(found), len(found.problems)) == ([], 1)
    assert '"27 %" är procent, men Bilar, antal är det inte; skriv talet utan %' in str(
        found.problems[0]
    )


def test_excel_whose_sheet_has_the_tables_code(read):
    content = excel(
        ["Folkmängd efter region, ålder, kön och år"],
        [],
        [None, None, None, "2022", "2023"],
        ["9999 Exempelstad", "totalt ålder", "totalt", 1200, 1300],
        sheet="BE0101N1",
    )
    assert people(read("tabell.xlsx", content)) == EXPECTED


def test_the_same_table_in_two_forms_is_one_indicator(read):
    title = "Personbilar i trafik efter region och år"
    content = {"TK1001AB": "Antal"}
    document = table(
        {"Region": {"9999": "Exempelstad"}, "ContentsCode": content, "Tid": years("2022")},
        [5],
        title,
    )
    columns = [*PX_JSON["columns"][:2], {"code": "TK1001AB", "text": "Antal", "type": "c"}]
    px_json = {**PX_JSON, "columns": columns, "metadata": [{"label": title, "source": "SCB"}]}
    px = PX.replace(
        'HEADING="år"',
        'HEADING="innehåll","år";\nCONTVARIABLE="innehåll";\nVALUES("innehåll")="Antal";\n'
        'CODES("innehåll")="TK1001AB"',
    ).replace("Folkmängd", "Personbilar i trafik")
    csv = "Region;Tid;TK1001AB\n9999;2022;5\n"
    for name, form in (("a.json", document), ("b.json", px_json), ("c.px", px), ("d.csv", csv)):
        assert {row[0] for row in values(read(name, form))} == {"scb-tk1001ab"}, name


# Nothing breaks it


@pytest.mark.parametrize(
    "other",
    ["Område;År;Folkmängd\nNorrby;2022;5\n", "region;namn\n9999;x\n", "a;b\n1;2\n", "region\n"],
)
def test_other_tables_are_not_taken_for_it(file, other):
    assert not FORMAT.recognises(file("annat.csv", other))


@given(data=st.data())
def test_no_json_breaks_it(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "mutated-px.json"
    path.write_text(mutated(data, PX_JSON, ["Region", "Tid", "..", "-", "9999", "c"]))
    survives(path)


@given(data=st.data())
def test_no_text_breaks_it(tmp_path_factory, data):
    text = data.draw(st.sampled_from([PX, ACROSS]))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        text = (
            text[:at]
            + data.draw(st.text(st.sampled_from('",;=()[]\n 0-.x9å'), max_size=6))
            + text[at + length :]
        )
    path = tmp_path_factory.getbasetemp() / "mutated.px"
    path.write_text(text)
    survives(path)


def survives(path) -> None:
    upload = Upload.of(path)
    FORMAT.recognises(upload)
    try:
        validate(FORMAT.read(upload, Context(Names(KNOWN))).tables)
    except InvalidStore as invalid:
        assert invalid.problems


# Remarks

EARLY = "Uppgifterna för 2023 är preliminära."
CELLS = {
    "Region": {"9999": "Exempelstad"},
    "ContentsCode": {"X": "Bilar"},
    "Tid": years("2022", "2023"),
}
BILAR = table(CELLS, [5, 6])
BILAR_PX = PX.replace("Folkmängd", "Bilar").replace('MATRIX="BefolkningNy"', 'MATRIX="Bilar"')


def of_time(note: object) -> dict:
    document = copy.deepcopy(BILAR)
    document["dimension"]["Tid"]["category"]["note"] = note
    return document


def bilar_json(comments: list) -> dict:
    columns = [*PX_JSON["columns"][:2], {"code": "X", "text": "Bilar", "type": "c"}]
    return {**PX_JSON, "columns": columns, "comments": comments, "metadata": []}


@pytest.mark.parametrize(
    ("name", "content", "note"),
    [
        ("t.json", {**BILAR, "note": [EARLY]}, EARLY),
        ("t.json", of_time({"2023": ["Preliminär"]}), "Preliminär"),
        (
            "t.json",
            bilar_json([{"variable": "Tid", "value": "2023", "comment": "Preliminär"}]),
            "Preliminär",
        ),
        (
            "t.px",
            BILAR_PX.replace("DATA=\n", 'VALUENOTE("år","2023")="Preliminära uppgifter";\nDATA=\n'),
            "Preliminära uppgifter",
        ),
        ("t.px", BILAR_PX.replace("DATA=\n", f'NOTE="{EARLY}";\nDATA=\n'), EARLY),
        ("t.xlsx", excel(["Bilar"], ["Kommun", 2022, 2023], ["Exempelstad", 5, 6], [EARLY]), EARLY),
        (
            "t.xlsx",
            excel(["Bilar"], ["Kommun", 2022, "2023*"], ["Exempelstad", 5, 6], ["* Preliminärt"]),
            "* Preliminärt",
        ),
    ],
)
def test_a_remark_that_a_year_is_preliminary_is_told_and_kept(read, name, content, note):
    found = read(name, content, utgivare="annan")
    assert [(row[2], row[5]) for row in rows(found, "indikatorvarden")] == [
        ("2022", ""),
        ("2023", "ja"),
    ]
    assert f'Filen säger: "{note}"' in found.notes


def test_other_remarks_are_told_and_change_nothing(read):
    found = read("t.json", {**BILAR, "note": ["Brott i serien 2023. " + "x" * 300]})
    assert [row[5] for row in rows(found, "indikatorvarden")] == ["", ""]
    assert f'Filen säger: "Brott i serien 2023. {"x" * 179}"' in found.notes


def test_a_remark_on_the_whole_table_is_of_every_year(read):
    found = read("t.json", {**BILAR, "note": ["Preliminära uppgifter"]})
    assert [row[5] for row in rows(found, "indikatorvarden")] == ["ja", "ja"]


@pytest.mark.parametrize(
    "title", ["Folkmängd efter region och år, tusental", "Folkmängd (1000-tal) efter region och år"]
)
def test_thousands_of_people_are_not_read_as_people(read, title):
    content = excel(
        [title],
        [None, "2022", "2023"],
        ["9999 Exempelstad", 10, 11],
        ["Källa:"],
        ["SCB"],
        ["Intern referenskod:"],
        ["BE0101N1"],
    )
    found = read("tabell.xlsx", content)
    assert (people(found), [row[4] for row in values(found)]) == ({}, ["10", "11"])


@pytest.mark.parametrize(
    "heading",
    [
        "Förändring 2019–2023",
        "Ärenden, förändring 2019-2023",
        "Skillnad 2022/23",
        "2019–2023 (procentuell ökning)",
        "Ärenden 2023 jämfört 2019",
        "2019 2023",
        "2023/2019",
    ],
)
def test_a_heading_of_a_change_or_of_two_years_is_of_neither(read, heading):
    with pytest.raises(InvalidStore) as fault:
        read(
            "tabell.csv", f"Region;Ärenden 2023;{heading}\n9999 Exempelstad;7;2\n", utgivare="annan"
        )
    assert f'har rubriken "{heading}", vars år inte är talens' in str(fault.value)


def test_years_over_two_rows_of_headings_are_not_one(read):
    lines = [["Ärenden efter region"], [None, "2019", "2019"], [None, "2019", "2023"]]
    with pytest.raises(InvalidStore, match='har rubriken "2019 2023", vars år'):
        read(
            "t.xlsx", saved(book_of({"T": [*lines, ["9999 Exempelstad", 7, 2]]})), utgivare="annan"
        )


def test_several_years_in_one_heading_are_asked_about(read):
    text = "Region;Ärenden 2022;Ärenden 2023;Ärenden 2021–2023\n9999 Exempelstad;7;8;2\n"
    reading = read("tabell.csv", text, utgivare="annan")
    assert "2021–2023" in reading.questions["tva-ar"].text and not reading.is_answered
    reading = read("tabell.csv", text, **{"utgivare": "annan", "tva-ar": "utan"})
    assert [row[2:5] for row in values(reading)] == [
        ["2022", "totalt", "7"],
        ["2023", "totalt", "8"],
    ]
    reading = read("tabell.csv", text, **{"utgivare": "annan", "tva-ar": "tillsammans"})
    assert ["2023", "totalt", "2"] in [row[2:5] for row in values(reading) if "3-ar" in row[0]]


def test_a_change_is_no_time_in_any_form(read):
    tid = {"a": "2023", "b": "Förändring 2019–2023"}
    document = table(
        {"Region": {"9999": "Exempelstad"}, "ContentsCode": PEOPLE, "Tid": tid}, [7, 2]
    )
    with pytest.raises(InvalidStore, match='har tiden "b \\(Förändring 2019–2023\\)"'):
        read("tabell.json", document)


@pytest.mark.parametrize(
    "heading",
    ["Kvartal 1 2023", "jan 2023", "T1 2023", "Ärenden 2023 (jan–jun)", "Första halvåret 2023"],
)
def test_a_heading_of_a_part_of_a_year_is_refused(read, heading):
    text = f"Region;{heading};Ärenden 2022\n9999 Exempelstad;7;2\n"
    with pytest.raises(InvalidStore, match="bara hela år") as fault:
        read("tabell.csv", text, utgivare="annan")
    assert f'har rubriken "{heading}"' in str(fault.value)


def test_a_heading_of_a_day_is_of_its_year(read):
    text = "Region;Folkmängd den 1 november 2023\n9999 Exempelstad;7\n"
    assert [row[2:5] for row in values(read("tabell.csv", text, utgivare="annan"))] == [
        ["2023", "totalt", "7"]
    ]


def test_a_column_with_a_year_before_the_numbers_is_refused(read):
    text = "Region;Ärenden 2022 och rang;Ärenden 2023\n9999 Exempelstad;7;2\n"
    with pytest.raises(InvalidStore, match='har rubriken "Ärenden 2022 och rang"'):
        read("tabell.csv", text, utgivare="annan")


@pytest.mark.parametrize(
    ("name", "title"),
    [("BE0101N1_kvinnor.csv", ""), ("BE0101N1_1.csv", '"Folkmängd, kvinnor, efter region"\n\n')],
)
def test_people_of_one_sex_by_a_name_or_a_title_are_not_all(read, name, title):
    text = f"{title}region;Folkmängd 2023\n9999 Exempelstad;7\n"
    assert not read(name, text).is_answered
    assert people(read(name, text, grupp="kvinnor")) == {}
    assert people(read(name, text, grupp="totalt", folkmangd="folkmangd")) == {
        ("exempelstad", "2023"): "7"
    }


def test_people_of_some_ages_by_a_name_are_asked_about(read):
    text = "region;Folkmängd 2023\n9999 Exempelstad;7\n"
    reading = read("BE0101N1_20-64 år.csv", text)
    assert "folkmangd" in reading.questions and not reading.is_answered


@pytest.mark.parametrize(
    ("heading", "value"), [("Månad", "jan"), ("Kvartal", "kv 1"), ("Halvår", "H1")]
)
def test_a_column_of_parts_of_a_year_is_refused(read, heading, value):
    text = f"Region;År;{heading};Antal\n9999 Exempelstad;2023;{value};7\n"
    with pytest.raises(InvalidStore, match=f"{heading}.*bara hela år"):
        read("tabell.csv", text, utgivare="annan")


def test_a_column_of_parts_of_a_year_that_is_the_whole_year_is_read(read):
    text = "Region;År;Månad;Antal\n9999 Exempelstad;2023;Totalt;7\n"
    assert values(read("tabell.csv", text, utgivare="annan"))
