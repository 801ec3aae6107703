"""Kolada: what is missing stays missing, every page is read, and nothing else than numbers becomes
one."""

import json

import pytest
from books import book_of, saved
from hypothesis import given
from hypothesis import strategies as st
from mutations import mutated

from lagesbild_data.bring.formats import kolada, recognise
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.validation import validate
from lagesbild_data.words.problems import InvalidStore

FORMAT = kolada.FORMAT
KNOWN = {
    "indikatorer": [],
    "omraden": [
        {"omrade_id": "riket", "namn": "Riket", "typ": "riket", "kommunkod": None},
        {"omrade_id": "exempelstad", "namn": "Exempelstad", "typ": "kommun", "kommunkod": "9999"},
    ],
}


def record(kpi="N07540", municipality="9999", period=2023, **values) -> dict:
    """A record with a value per gender; None is missing."""
    return {
        "kpi": kpi,
        "municipality": municipality,
        "period": period,
        "values": [
            {
                "gender": gender,
                "value": value,
                "status": "Missing" if value is None else "",
                "count": 1,
            }
            for gender, value in values.items()
        ],
    }


def page(*records: dict, next_url: str | None = None) -> dict:
    return {
        "values": list(records),
        "next_url": next_url,
        "previous_url": None,
        "count": len(records),
    }


@pytest.fixture
def read(file):
    def read(document: object, known=KNOWN, **answers: str) -> Reading:
        text = document if isinstance(document, str) else json.dumps(document)
        return FORMAT.read(file("kolada.json", text), Context(Names(known), answers))

    return read


def rows(reading: Reading, table: str = "indikatorvarden") -> list[list[str]]:
    return [fields for found in reading.tables if found.name == table for _, fields in found.rows]


def faults(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


FETCH = "Hämta det också, eller läs in det som finns."


def asked_of_pages(reading: Reading) -> str:
    """What is asked of pages that are missing; "" where nothing is."""
    return reading.questions["sidor"].text if "sidor" in reading.questions else ""


def test_value_that_kolada_has_taken_away_is_not_read(read):
    known = record(T=1.0, K=2.0)
    known["values"][0]["isdeleted"], known["values"][1]["isdeleted"] = True, False
    assert [row[3:5] for row in rows(read(page(known)))] == [["kvinnor", "2"]]


def test_value_that_has_a_sign_for_missing_as_its_status_is_missing(read):
    known = record(T=1.0, K=2.0)
    known["values"][0]["status"] = ".."
    assert [row[3:5] for row in rows(read(page(known)))] == [["kvinnor", "2"]]


def test_values_of_a_page(read):
    reading = read(page(record(T=10555.0), record("U12345", "0000", 2022, T=12.25, K=10.5, M=0)))
    assert faults(reading) == []
    assert rows(reading) == [
        ["kolada-n07540", "exempelstad", "2023", "totalt", "10555", "kolada"],
        ["kolada-u12345", "riket", "2022", "totalt", "12.25", "kolada"],
        ["kolada-u12345", "riket", "2022", "kvinnor", "10.5", "kolada"],
        ["kolada-u12345", "riket", "2022", "män", "0", "kolada"],
    ]
    crimes, unknown = rows(reading, "indikatorer")
    assert (crimes[1], crimes[5], crimes[6]) == ("Anmälda brott per 100 000 invånare", "0", "lägre")
    assert (unknown[1], unknown[5], unknown[6]) == ("Kolada U12345", "2", "")
    assert "N07540" in crimes[7] and "kolada.se" in crimes[7]
    assert any("N07540, U12345" in note for note in reading.notes)
    assert [row[:3] for row in rows(reading, "kallor")] == [["kolada", "Kolada", "RKA"]]


def test_missing_is_never_0(read):
    stated = record(T=0.0)
    stated["values"][0]["status"] = "Missing"
    reading = read(page(record(T=None, K=None), stated, record(period=2022, T=0.0)))
    assert rows(reading) == [["kolada-n07540", "exempelstad", "2022", "totalt", "0", "kolada"]]
    assert rows(read(page(record(T=None))), "indikatorer") == []


def test_dash_is_never_0(read):
    assert rows(read(page(record(T="-"), record(period=2022, T=1.5)))) == [
        ["kolada-n07540", "exempelstad", "2022", "totalt", "1.5", "kolada"]
    ]


def test_several_pages_and_more_to_fetch(read):
    more = "https://api.kolada.se/v3/data/kpi/N07540?page={}&per_page=1"
    first = page(record(T=1.0), next_url=more.format(2))
    second = page(record(period=2022, T=2.0), next_url=more.format(3)) | {
        "previous_url": more.format(1)
    }
    third = page(record(period=2021, T=3.0)) | {"previous_url": more.format(2)}

    def missing(*pages: dict) -> str:
        return asked_of_pages(read([*pages]))

    assert [row[2:5] for row in rows(read([third, first, second]))] == [
        ["2021", "totalt", "3"],
        ["2023", "totalt", "1"],
        ["2022", "totalt", "2"],
    ]
    assert missing(third, first, second) == ""
    assert missing(first, second) == f"Sida 3 av svaret saknas i filen (next_url). {FETCH}"
    assert missing(third, first) == f"Sida 2 av svaret saknas i filen (next_url). {FETCH}"
    assert missing(second) == f"Sida 1 och 3 av svaret saknas i filen (next_url). {FETCH}"
    assert "Sida 1 och 2" in missing(third)
    reading = read([third, first], sidor="las-in")
    assert reading.is_answered and [row[2] for row in rows(reading)] == ["2021", "2023"]


def test_pages_told_by_where_they_begin(read):
    more = "https://api.kolada.se/v3/data/kpi/N07540?offset={}&limit=2"
    pages = [
        page(record(T=1.0), record(period=2022, T=2.0), next_url=more.format(2)),
        page(record(period=2021, T=3.0), record(period=2020, T=4.0), next_url=more.format(4))
        | {"previous_url": more.format(0)},
        page(record(period=2019, T=5.0)) | {"previous_url": more.format(2)},
    ]
    assert asked_of_pages(read(pages)) == ""
    assert "Sida 2 av svaret saknas" in asked_of_pages(read([pages[0], pages[2]]))
    assert "Sida 3 av svaret saknas" in asked_of_pages(read(pages[:2]))


def test_page_that_is_cut_short_in_the_middle_is_asked_about(read):
    more = "https://api.kolada.se/v3/data/kpi/N07540?page={}"
    first = page(record(T=1.0), record(period=2022, T=2.0), next_url=more.format(2))
    last = page(record(period=2021, T=3.0)) | {"previous_url": more.format(1)}
    assert asked_of_pages(read([first, last])) == ""
    assert asked_of_pages(read([first | {"count": 3}, last | {"count": 3}])) == ""
    short = first | {"values": first["values"][:1]}
    assert "men filen har 2" in asked_of_pages(read([short, last]))


def test_years_that_a_key_figure_lacks_are_told(read):
    reading = read(
        page(record(period=2019, T=1.0), record(period=2023, T=2.0), record(period=2021, T=None))
    )
    assert "N07540 saknar 2020, 2021 och 2022." in reading.notes


def test_pages_of_two_questions_are_kept_apart(read):
    crimes, worry = (
        f"https://api.kolada.se/v3/data/kpi/{kpi}?page=" for kpi in ("N07540", "N07620")
    )
    last = page(record(T=2.0, period=2022)) | {"previous_url": f"{crimes}1"}
    pages = [
        page(record(T=1.0), next_url=f"{crimes}2"),
        last,
        page(record("N07620", T=3.0), next_url=f"{worry}2"),
    ]
    assert asked_of_pages(read(pages)) == f"Sida 2 av svaret saknas i filen (next_url). {FETCH}"
    pages.append(page(record("N07620", period=2022, T=3.0)) | {"previous_url": f"{worry}1"})
    assert asked_of_pages(read(pages)) == ""


def test_answer_that_says_it_has_more_records_than_are_in_the_file_is_told(read):
    assert "12 poster (count), men filen har 1" in asked_of_pages(
        read(page(record(T=1.0)) | {"count": 12})
    )
    assert asked_of_pages(
        read(page(record(T=1.0)) | {"next_page": "https://api.kolada.se/v2/x?y=2"})
    )


def test_records_without_pages_and_one_document_on_each_line(read):
    records = [record(T=1.0), record(period=2022, T=2.0)]
    by_line = "\n".join(json.dumps(page(one)) for one in records)
    flat = [
        {
            "kpi": "N07540",
            "municipality": "9999",
            "period": year,
            "gender": "T",
            "value": value,
            "status": "",
        }
        for year, value in ((2023, 1.0), (2022, 2.0))
    ]
    for document in (records, [records], by_line, flat):
        assert [row[2:5] for row in rows(read(document))] == [
            ["2023", "totalt", "1"],
            ["2022", "totalt", "2"],
        ]


def test_what_is_no_number_is_a_gap_and_counted(read):
    reading = read(page(record(T=float("nan"), K=float("inf"), M=1.0)))
    assert [row[3:5] for row in rows(reading)] == [["män", "1"]]
    assert "2 värden är inte tal (NaN eller oändligt) och läses som luckor." in reading.notes


def test_same_value_twice_is_read_once_and_a_status_that_is_not_known_is_told(read):
    odd = record(period=2022, T=5.0)
    odd["values"][0]["status"] = "Q"
    reading = read([page(record(T=1.0)), page(record(T=1.0), odd)])
    assert [row[2:5] for row in rows(reading)] == [["2023", "totalt", "1"], ["2022", "totalt", "5"]]
    assert "1 värde står flera gånger i filen och läses en gång." in reading.notes
    assert '1 värde har status "Q", som inte är känd; talen tas med.' in reading.notes


def test_figures_of_single_units_are_refused_in_words(read):
    with pytest.raises(InvalidStore, match="enskilda enheter"):
        read(
            {
                "values": [{"kpi": "N15419", "ou": "V15E999900101", "period": 2023, "values": []}],
                "next_url": None,
            }
        )


TABLE = [
    ["Nyckeltal", "Område", "Kön", "2022", "2023"],
    ["Anmälda brott, antal/100 000 inv (N07540)", "Exempelstad", "Totalt", 9000.5, "-"],
    ["Anmälda brott, antal/100 000 inv (N07540)", "Riket", "Kvinnor", 0, None],
    ["Anmälda brott, antal/100 000 inv (N07540)", "Annanort", "Totalt", 1, 2],
]


def test_the_table_that_the_site_saves(file):
    upload = file("uttag.xlsx", saved(book_of({"Data": TABLE})))
    assert recognise(upload) is FORMAT
    reading = FORMAT.read(upload, Context(Names(KNOWN)))
    assert [row[:5] for row in rows(reading)] == [
        ["kolada-n07540", "exempelstad", "2022", "totalt", "9000.5"],
        ["kolada-n07540", "riket", "2022", "kvinnor", "0"],
    ]
    assert [row[0] for row in rows(reading, "kallor")] == ["kolada"]


def test_the_table_with_a_year_on_each_row_and_the_id_in_a_column(file):
    text = "\n".join(
        [
            "Kommun;Nyckeltal;Nyckeltals-ID;År;Kön;Värde",
            "Exempelstad;Brott;N07540;2022;Totalt;9000,5",
            "Exempelstad;Oro;N07620;2022;Män;12",
        ]
    )
    upload = file("uttag.csv", text)
    assert recognise(upload) is FORMAT
    assert [row[:5] for row in rows(FORMAT.read(upload, Context(Names(KNOWN))))] == [
        ["kolada-n07540", "exempelstad", "2022", "totalt", "9000,5"],
        ["kolada-n07620", "exempelstad", "2022", "män", "12"],
    ]


def test_the_table_with_groups_of_kommuner_among_the_codes(file):
    content = saved(
        book_of(
            {
                "Data": [
                    ["Nyckeltal", "Nyckeltals-ID", "Kommun", "Kommun-ID", "2022"],
                    ["Brott", "N07540", "Exempelstad", "9999", 9000.5],
                    ["Brott", "N07540", "Liknande kommuner", "G35894", 8000],
                ]
            }
        )
    )
    reading = FORMAT.read(file("uttag.xlsx", content), Context(Names(KNOWN)))
    assert reading.questions == {}
    assert [row[:5] for row in rows(reading)] == [
        ["kolada-n07540", "exempelstad", "2022", "totalt", "9000.5"]
    ]


def test_a_table_without_ids_is_known_by_the_key_figures_name_and_asked_about_where_the_store_has_it(  # noqa: E501
    file,
):
    upload = file(
        "uttag.xlsx",
        saved(book_of({"Data": [["Nyckeltal", "Kommun", "2022"], ["Oro", "Exempelstad", 5]]})),
    )
    [indicator] = rows(FORMAT.read(upload, Context(Names(KNOWN))), "indikatorer")
    assert (indicator[0], indicator[1]) == ("kolada-nyckeltal-oro", "Oro")
    known = {**KNOWN, "indikatorer": [{"indikator_id": "oro", "namn": "Oro"}]}
    [asked] = FORMAT.read(upload, Context(Names(known))).questions.values()
    assert [*asked.options] == ["oro", "ny"]


def test_other_kommuner_are_counted_once_each(read):
    reading = read(
        page(
            record(municipality="1111", T=1.0),
            record(municipality="1111", period=2022, T=1.0),
            record(municipality="0001", T=1.0),
            record(T=5.0),
        )
    )
    assert len(rows(reading)) == 1
    assert "2 kommuner och regioner som inte finns i lagret lämnas utanför." in reading.notes


def test_an_indicator_of_the_store_keeps_its_name_and_another_with_the_same_name_is_asked_about(
    read,
):
    here = {"indikator_id": "kolada-n07540", "namn": "Brott"}
    reading = read(page(record(T=1.0)), {**KNOWN, "indikatorer": [here]})
    assert (rows(reading, "indikatorer"), len(rows(reading)), reading.notes) == ([], 1, [])
    other = {"indikator_id": "brott", "namn": "Anmälda brott per 100 000 invånare"}
    known = {**KNOWN, "indikatorer": [other]}
    assert read(page(record(T=1.0)), known).tables == []
    [added] = rows(read(page(record(T=1.0)), known, **{"samma-kolada-n07540": "ny"}), "indikatorer")
    assert added[1] == "Anmälda brott per 100 000 invånare (Kolada)"
    same = read(page(record(T=1.0)), known, **{"samma-kolada-n07540": "brott"})
    assert ([row[0] for row in rows(same)], rows(same, "indikatorer")) == (["brott"], [])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"kpi": None}, "kpi är"),
        ({"kpi": "N1"}, 'kpi är "N1"'),
        ({"municipality": 9999}, 'municipality är "9999"; den ska vara en text'),
        ({"municipality": ["9999"]}, "municipality är"),
        ({"period": "2023-01"}, 'period är "2023-01"'),
        ({"period": True}, "period är"),
        ({"values": {}}, "values ska vara en lista"),
        ({"values": [7]}, "gender, value och status"),
        ({"values": [{"gender": "X", "value": 1}]}, 'gender är "X"; tillåtna är T, K och M'),
        ({"values": [{"gender": "T", "value": "många"}]}, '"många" är inte ett tal'),
        ({"values": [{"gender": "T", "value": True}]}, "är inte ett tal"),
        ({"values": [{"gender": "T", "value": {}}]}, "är inte ett tal"),
        ({"values": [{"gender": "T", "value": 1e300}]}, "är ett för stort tal"),
    ],
)
def test_faults_tell_the_record_and_what_is_allowed(read, changes, told):
    reading = read(page(record(T=1.0), {**record(period=2022, T=1.0), **changes}))
    assert len(rows(reading)) == 1
    [fault] = faults(reading)
    assert fault.startswith("kolada.json rad 2") and told in fault


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"values": 1}', "[1]", '{"values": [', "[" * 100_000, '"N07540"']
)
def test_what_is_no_answer_is_refused(read, text):
    with pytest.raises(InvalidStore):
        read(text)


def test_recognises_its_own(file):
    assert FORMAT.recognises(file("a.json", json.dumps(page(record(T=1.0)))))
    assert FORMAT.recognises(file("b.json", json.dumps([page(*[record(T=1.0)] * 2000)], indent=1)))
    assert FORMAT.recognises(file("c.json", json.dumps(page())))
    for other in (
        '{"class": "dataset"}',
        '{"values": 1',
        "kpi;municipality",
        '{"type": "FeatureCollection"}',
        "",
    ):
        assert not FORMAT.recognises(file("d.json", other))


def test_brought_into_a_store(file, bring):
    upload = file(
        "kolada.json", json.dumps(page(record(T=10555.0), record("N07620", T=21.0, K=28.0, M=14.0)))
    )
    planned = bring(upload, format_name="kolada")
    assert (planned.problems, len(planned.changes["indikatorvarden"].new)) == ([], 4)
    assert len(planned.changes["indikatorer"].new) == 2
    assert not bring(upload, format_name="kolada").changes_something
    twice = file("tva.json", json.dumps([page(record(T=1.0)), page(record(T=2.0))]))
    assert "finns redan" in str(bring(twice, format_name="kolada").problems[0])


VALID = [
    page(record(T=10555.0, K=None), record("N07620", "0000", 2022, T=21.5)),
    page(record(period=2022, T=0)),
]
ODD = ["T", "9999", "-", "..", 10**40]


@given(data=st.data())
def test_no_content_breaks_it(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "mutated-kolada.json"
    path.write_text(mutated(data, VALID, ODD))
    upload = Upload.of(path)
    FORMAT.recognises(upload)
    try:
        validate(FORMAT.read(upload, Context(Names(KNOWN))).tables)
    except InvalidStore as invalid:
        assert invalid.problems


def test_kommun_in_the_sites_table_is_never_the_neighbourhood_of_its_name(file):
    areas = [
        {"omrade_id": "k", "namn": "Exempelstads kommun", "typ": "kommun", "kommunkod": "9999"},
        {"omrade_id": "ort", "namn": "Exempelstad", "typ": "ort", "kommunkod": "9999"},
        {"omrade_id": "lund", "namn": "Lund", "typ": "centrum", "kommunkod": "9999"},
    ]
    table = [["Nyckeltal", "Kommun", "2022"], ["Oro", "Exempelstad", 5], ["Oro", "Lund", 7]]
    reading = FORMAT.read(
        file("u.xlsx", saved(book_of({"Data": table}))), Context(Names({**KNOWN, "omraden": areas}))
    )
    assert [(row[1], row[4]) for row in rows(reading)] == [("k", "5")]


def test_a_text_that_may_be_thousands_is_a_fault_and_a_number_is_not(read):
    assert rows(read([record(T=14.468)]))[0][4] == "14.468"
    found = read([record(T="14.468")])
    assert (rows(found), len(found.problems)) == ([], 1)
    assert '"14.468" kan vara tusental eller decimaler' in faults(found)[0]


@pytest.mark.parametrize("heading", ["Förändring 2022–2023", "2022–2023", "Skillnad 2022-2023"])
def test_a_heading_of_several_years_is_no_value_of_either(file, heading):
    lines = [[*TABLE[0], heading], [*TABLE[1], 12.5]]
    upload = file("uttag.xlsx", saved(book_of({"Data": lines})))
    try:
        reading = FORMAT.read(upload, Context(Names(KNOWN)))
    except InvalidStore as fault:
        assert f'har rubriken "{heading}"' in str(fault)
    else:
        assert "tva-ar" in reading.questions and not reading.is_answered


@pytest.mark.parametrize(
    ("sheet", "title"), [("Förändring 2022", ""), ("Data", "Förändring 2022–2023")]
)
def test_a_title_of_a_change_is_asked_about(file, sheet, title):
    upload = file("uttag.xlsx", saved(book_of({sheet: [*([[title]] if title else []), *TABLE]})))
    reading = FORMAT.read(upload, Context(Names(KNOWN)))
    assert [*reading.questions] == ["forandring"] and not reading.is_answered
    assert rows(FORMAT.read(upload, Context(Names(KNOWN), {"forandring": "varden"})))
    with pytest.raises(InvalidStore, match="är inte nyckeltalens värden"):
        FORMAT.read(upload, Context(Names(KNOWN), {"forandring": "forandring"}))


@pytest.mark.parametrize("heading", ["Mål 2024", "Rang 2023", "Medel alla kommuner 2023"])
def test_a_heading_of_something_else_than_the_key_figure_is_refused(file, heading):
    lines = [[*TABLE[0][:2], heading], [*TABLE[1][:2], 12]]
    with pytest.raises(InvalidStore, match=f'har rubriken "{heading}"'):
        FORMAT.read(file("u.xlsx", saved(book_of({"D": lines}))), Context(Names(KNOWN)))


@pytest.mark.parametrize(("sheet", "title"), [("Kvinnor", ""), ("Data", "Kvinnor")])
def test_a_sex_in_a_title_or_a_name_is_asked_about(file, sheet, title):
    table = [[TABLE[0][0], "Kommun", "2022"], [TABLE[1][0], "Exempelstad", 7]]
    upload = file("uttag.xlsx", saved(book_of({sheet: [*([[title]] if title else []), *table]})))
    reading = FORMAT.read(upload, Context(Names(KNOWN)))
    assert [*reading.questions] == ["grupp"] and not reading.is_answered
    for answer in ("kvinnor", "totalt"):
        found = FORMAT.read(upload, Context(Names(KNOWN), {"grupp": answer}))
        assert [row[3] for row in rows(found)] == [answer]
