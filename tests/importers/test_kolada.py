"""Kolada: what is missing stays missing, every page is read, and nothing else than numbers becomes one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import mutated

from lagesbild_data.importers import kolada
from lagesbild_data.importers.names import Names
from lagesbild_data.importers.reading import Context, Reading
from lagesbild_data.importers.upload import Upload
from lagesbild_data.problems import InvalidStore
from lagesbild_data.validation import validate

FORMAT = kolada.FORMAT
KNOWN = {"indikatorer": [], "omraden": [
    {"omrade_id": "riket", "namn": "Riket", "typ": "riket", "kommunkod": None},
    {"omrade_id": "exempelstad", "namn": "Exempelstad", "typ": "kommun", "kommunkod": "9999"},
]}  # fmt: skip


def record(kpi="N07540", municipality="9999", period=2023, **values) -> dict:
    """A record with a value per gender; None is missing."""
    return {"kpi": kpi, "municipality": municipality, "period": period, "values": [
        {"gender": gender, "value": value, "status": "Missing" if value is None else "", "count": 1}
        for gender, value in values.items()
    ]}  # fmt: skip


def page(*records: dict, next_url: str | None = None) -> dict:
    return {"values": list(records), "next_url": next_url, "previous_url": None, "count": len(records)}


@pytest.fixture
def read(file):
    def read(document: object, known=KNOWN) -> Reading:
        text = document if isinstance(document, str) else json.dumps(document)
        return FORMAT.read(file("kolada.json", text), Context(Names(known)))

    return read


def rows(reading: Reading, table: str = "indikatorvarden") -> list[list[str]]:
    return [fields for found in reading.tables if found.name == table for _, fields in found.rows]


def faults(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]


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
    more = "https://api.kolada.se/v3/data?page=3"
    pages = [page(record(T=1.0), next_url=f"{more}&x"), page(record(period=2022, T=2.0), next_url=more)]
    reading = read(pages)
    assert [row[2:5] for row in rows(reading)] == [["2023", "totalt", "1"], ["2022", "totalt", "2"]]
    assert len([note for note in reading.notes if "next_url" in note]) == 1
    assert not any("next_url" in note for note in read([pages[1], page(record(T=1.0))]).notes)


def test_other_kommuner_are_counted_once_each(read):
    reading = read(page(record(municipality="1111", T=1.0), record(municipality="1111", period=2022, T=1.0),
                        record(municipality="0001", T=1.0), record(T=5.0)))  # fmt: skip
    assert len(rows(reading)) == 1
    assert "2 kommuner och regioner som inte finns i lagret lämnas utanför." in reading.notes


def test_an_indicator_of_the_store_keeps_its_name_and_another_with_the_same_name_is_told_apart(read):
    here = {"indikator_id": "kolada-n07540", "namn": "Brott"}
    reading = read(page(record(T=1.0)), {**KNOWN, "indikatorer": [here]})
    assert (rows(reading, "indikatorer"), len(rows(reading)), reading.notes) == ([], 1, [])
    other = {"indikator_id": "brott", "namn": "Anmälda brott per 100 000 invånare"}
    [added] = rows(read(page(record(T=1.0)), {**KNOWN, "indikatorer": [other]}), "indikatorer")
    assert added[1] == "Anmälda brott per 100 000 invånare (Kolada)"


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
        ({"values": [{"gender": "T", "value": float("nan")}]}, "är inte ett tal"),
        ({"values": [{"gender": "T", "value": 1e300}]}, "är ett för stort tal"),
    ],
)
def test_faults_tell_the_record_and_what_is_allowed(read, changes, told):
    reading = read(page(record(T=1.0), {**record(period=2022, T=1.0), **changes}))
    assert len(rows(reading)) == 1
    [fault] = faults(reading)
    assert fault.startswith("kolada.json rad 2") and told in fault


@pytest.mark.parametrize("text", ["[]", "{}", '{"values": 1}', "[1]", '{"values": [', "[" * 100_000, '"N07540"'])
def test_what_is_no_answer_is_refused(read, text):
    with pytest.raises(InvalidStore):
        read(text)


def test_recognises_its_own(file):
    assert FORMAT.recognises(file("a.json", json.dumps(page(record(T=1.0)))))
    assert FORMAT.recognises(file("b.json", json.dumps([page(*[record(T=1.0)] * 2000)], indent=1)))
    assert FORMAT.recognises(file("c.json", json.dumps(page())))
    for other in ('{"class": "dataset"}', '{"values": 1', "kpi;municipality", '{"type": "FeatureCollection"}', ""):
        assert not FORMAT.recognises(file("d.json", other))


def test_brought_into_a_store(file, bring):
    upload = file("kolada.json", json.dumps(page(record(T=10555.0), record("N07620", T=21.0, K=28.0, M=14.0))))
    planned = bring(upload, format_name="kolada")
    assert (planned.problems, len(planned.changes["indikatorvarden"].new)) == ([], 4)
    assert len(planned.changes["indikatorer"].new) == 2
    assert not bring(upload, format_name="kolada").changes_something
    twice = file("tva.json", json.dumps([page(record(T=1.0)), page(record(T=2.0))]))
    assert "finns redan" in str(bring(twice, format_name="kolada").problems[0])


VALID = [page(record(T=10555.0, K=None), record("N07620", "0000", 2022, T=21.5)), page(record(period=2022, T=0))]
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
