"""JSON-stat: the right cell for each region and year, what is counted known by its code, and
nothing guessed."""

import copy
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutations import mutated

from lagesbild_data.bring.formats import pxweb
from lagesbild_data.bring.formats.names import Names
from lagesbild_data.bring.formats.reading import Context, Reading
from lagesbild_data.bring.formats.upload import Upload
from lagesbild_data.model.validation import validate
from lagesbild_data.words.problems import InvalidStore

FORMAT = pxweb.FORMAT


def area(omrade_id: str, namn: str, typ: str, kommunkod: str | None) -> dict:
    return {"omrade_id": omrade_id, "namn": namn, "typ": typ, "kommunkod": kommunkod}


KNOWN = {
    "indikatorer": [],
    "omraden": [
        area("riket", "Riket", "riket", None),
        area("exempelstad", "Exempelstad", "kommun", "9999"),
        area("annanstad", "Annanstad", "kommun", "8888"),
        area("norrby", "Norrby", "bostadsområde", "9999"),
        area("akern", "Åkern", "bostadsområde", "9999"),
    ],
}
PEOPLE = {"BE0101N1": "Folkmängd"}


def table(
    dimensions: Mapping[str, Mapping[str, str]],
    value: object,
    label: str = "Folkmängd efter region och år",
    **more,
) -> dict:
    """A table with these dimensions, each with a label per code."""
    return {
        "version": "2.0",
        "class": "dataset",
        "label": label,
        "source": "SCB",
        "id": list(dimensions),
        "size": [len(labels) for labels in dimensions.values()],
        "role": {"time": ["Tid"], "geo": ["Region"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {
                "label": name.lower(),
                "category": {
                    "index": {code: at for at, code in enumerate(labels)},
                    "label": dict(labels),
                },
            }
            for name, labels in dimensions.items()
        },
        "value": value,
        **more,
    }


def years(*found: str) -> dict[str, str]:
    return {year: year for year in found}


@pytest.fixture
def read(file):
    def read(document: object, known=KNOWN, names: Names | None = None, **answers: str) -> Reading:
        text = document if isinstance(document, str) else json.dumps(document)
        return FORMAT.read(file("scb.json", text), Context(names or Names(known), answers))

    return read


def rows(reading: Reading, name: str) -> list[list[str]]:
    return [fields for found in reading.tables if found.name == name for _, fields in found.rows]


def people(reading: Reading) -> dict[tuple[str, str], str]:
    return {(omrade_id, year): number for omrade_id, year, number, *_ in rows(reading, "folkmangd")}


REGIONS = {"00": "Riket", "9999": "Exempelstad", "1111": "Okänd"}


def test_population_by_region_and_year(read):
    reading = read(
        table(
            {"Region": REGIONS, "ContentsCode": PEOPLE, "Tid": years("2022", "2023")},
            [1, 2, 30, 40, 5, 6],
        )
    )
    assert people(reading) == {
        ("riket", "2022"): "1",
        ("riket", "2023"): "2",
        ("exempelstad", "2022"): "30",
        ("exempelstad", "2023"): "40",
    }
    assert reading.notes == ["1 region som inte finns i lagret lämnas utanför."]
    assert (
        rows(reading, "indikatorer") == rows(reading, "indikatorvarden") == reading.problems == []
    )
    assert [row[0] for row in rows(reading, "kallor")] == ["scb"]


def test_order_of_dimensions_and_of_codes_is_the_files_own(read):
    document = table(
        {"Tid": years("2022", "2023"), "ContentsCode": PEOPLE, "Region": REGIONS},
        [1, 2, 3, 4, 5, 6],
    )
    document["dimension"]["Region"]["category"]["index"] = ["9999", "1111", "00"]
    document["dimension"]["Tid"]["category"] = {"index": {"2022": 1, "2023": 0}}
    assert people(read(document)) == {
        ("exempelstad", "2023"): "1",
        ("riket", "2023"): "3",
        ("exempelstad", "2022"): "4",
        ("riket", "2022"): "6",
    }


def test_dimensions_are_known_by_their_roles(read):
    document = table(
        {"R": {"9999": "Exempelstad"}, "Innehåll": PEOPLE, "År": years("2023")},
        [7],
        role={"time": ["År"], "geo": ["R"], "metric": ["Innehåll"]},
    )
    assert people(read(document)) == {("exempelstad", "2023"): "7"}


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ([None, 20, None, 0], {"0": "..", "2": "."}),
        ([None, 20, None, 0], ["..", None, ".", ""]),
        ([5, 20, 6, 0], {"0": "..", "2": "."}),
        ({"1": 20, "3": 0}, None),
        ({"1": 20}, {"0": "..", "3": "-"}),
        (["..", 20, ".", "0"], {}),
    ],
)
def test_missing_is_never_0_but_a_dash_is(read, value, status):
    document = table(
        {
            "Region": {"9999": "Exempelstad"},
            "ContentsCode": PEOPLE,
            "Tid": years("2019", "2020", "2021", "2022"),
        },
        value,
        status=status,
    )
    assert people(read(document)) == {("exempelstad", "2020"): "20", ("exempelstad", "2022"): "0"}


def by_sex(
    sexes: Mapping[str, str], value: list, contents: Mapping[str, str] = PEOPLE, **more
) -> dict:
    return table(
        {
            "Region": {"9999": "Exempelstad"},
            "Kon": sexes,
            "ContentsCode": contents,
            "Tid": years("2023"),
        },
        value,
        **more,
    )


def test_population_of_both_sexes_is_added_up_unless_it_is_given(read):
    sexes = {"1": "män", "2": "kvinnor"}
    assert people(read(by_sex(sexes, [10, 20]))) == {("exempelstad", "2023"): "30"}
    assert people(read(by_sex({**sexes, "1+2": "totalt"}, [10, 20, 31]))) == {
        ("exempelstad", "2023"): "31"
    }
    for reading in (read(by_sex(sexes, [10, None])), read(by_sex({"2": "kvinnor"}, [20]))):
        assert people(reading) == {}
        assert reading.notes == ["1 folkmängder gäller bara det ena könet och tas inte med."]


def test_other_contents_become_indicators_by_sex(read):
    document = by_sex(
        {"a": "Män", "b": "Kvinnor", "c": "Totalt"},
        [1, 2.5, 2, 7, 8, None],
        {"0000123A": "Andel (%)", "0000123B": "Antal"},
        label="Arbetslösa efter region, kön och år",
    )
    document["dimension"]["ContentsCode"]["category"]["unit"] = {
        "0000123A": {"base": "procent", "decimals": 1}
    }
    reading = read(document)
    assert rows(reading, "indikatorvarden") == [
        ["scb-0000123a", "exempelstad", "2023", "män", "1", "", "scb", ""],
        ["scb-0000123a", "exempelstad", "2023", "kvinnor", "2", "", "scb", ""],
        ["scb-0000123a", "exempelstad", "2023", "totalt", "8", "", "scb", ""],
        ["scb-0000123b", "exempelstad", "2023", "män", "2.5", "", "scb", ""],
        ["scb-0000123b", "exempelstad", "2023", "kvinnor", "7", "", "scb", ""],
    ]
    assert [(row[1], row[2], row[5]) for row in rows(reading, "indikatorer")] == [
        ("Arbetslösa: Andel (%)", "procent", "1"),
        ("Arbetslösa: Antal", "", "1"),
    ]
    assert people(reading) == {}


def test_sexes_are_known_by_their_codes_where_there_are_no_labels(read):
    reading = read(by_sex({"1": "", "2": "", "1+2": ""}, [1, 2, 3], {"X": "Antal"}, label="Bilar"))
    assert [row[3:5] for row in rows(reading, "indikatorvarden")] == [
        ["män", "1"],
        ["kvinnor", "2"],
        ["totalt", "3"],
    ]


def test_half_a_letter_in_a_name_can_be_stored(read):
    [indicator] = rows(read(by_sex({"1": "män"}, [1], {"X": "Antal \ud800\0 hus"})), "indikatorer")
    assert indicator[1] == "Folkmängd: Antal ? hus"


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("Folkmängd", ""),
        ("Folkmängden den 31 december", ""),
        ("Antal personer", "Folkmängden per region"),
        ("Personer", "Befolkningen efter region"),
    ],
)
def test_a_label_alone_says_too_little_to_be_the_population(read, content, label):
    document = table(
        {"Region": REGIONS, "ContentsCode": {"X": content}, "Tid": years("2023")}, [1, 2, 3], label
    )
    asked = read(document)
    assert (asked.is_answered, asked.tables, [*asked.questions]) == (False, [], ["folkmangd-x"])
    answered = read(document, **{"folkmangd-x": "folkmangd"})
    assert people(answered) == {("riket", "2023"): "1", ("exempelstad", "2023"): "2"}
    other = read(document, **{"folkmangd-x": "indikator"})
    assert (people(other), len(rows(other, "indikatorvarden"))) == ({}, 2)


@pytest.mark.parametrize(
    ("content", "label"),
    [
        ("Antal personer", "Mottagare av bistånd"),
        ("Folkmängd per kvadratkilometer", "Folkmängd och yta"),
        ("Folkmängden den 1 november", "Folkmängd"),
        ("Folkökning", "Folkmängd och folkökning"),
        ("Antal personer", "Befolkning 20-64 år efter region, sysselsättning och år"),
        ("Personer", "Befolkning 16+ år efter region, utbildningsnivå och år"),
        ("Antal personer", "Befolkning i småhus efter region och år"),
        ("Folkmängd", "Medelfolkmängd efter region och år"),
        ("Population", "Population aged 15-74 by region and year"),
    ],
)
def test_part_of_the_people_or_another_day_is_an_indicator(read, content, label):
    reading = read(
        table(
            {"Region": REGIONS, "ContentsCode": {"X": content}, "Tid": years("2023")},
            [1, 2, 3],
            label,
        )
    )
    assert (people(reading), len(rows(reading, "indikatorvarden"))) == ({}, 2)


def test_a_choice_in_another_dimension_is_part_of_the_indicator_but_its_total_is_not(read):
    def chosen(code: str, label: str) -> dict:
        return table(
            {
                "Region": REGIONS,
                "Alder": {code: label},
                "ContentsCode": PEOPLE,
                "Tid": years("2023"),
            },
            [1, 2, 3],
        )

    assert people(read(chosen("tot", "totalt ålder"))) == {
        ("riket", "2023"): "1",
        ("exempelstad", "2023"): "2",
    }
    young = read(chosen("15", "15 år"))
    assert people(young) == {}
    assert [row[:2] for row in rows(young, "indikatorer")] == [
        ["scb-be0101n1-alder-15", "Folkmängd, 15 år"]
    ]


@pytest.mark.parametrize(
    "label", ["totalt 16-64 år", "samtliga utrikes födda", "alla pensionärer", "total 65+"]
)
def test_part_of_the_people_is_not_taken_for_all(read, label):
    region = {"Region": {"9999": "Exempelstad"}}
    found = read(
        table(
            {**region, "Alder": {"tot": label}, "ContentsCode": PEOPLE, "Tid": years("2023")}, [9]
        )
    )
    assert people(found) == {}


def test_areas_of_editions(read):
    regions = {
        "9999R001": "Exempelstad (Norrby)",
        "9999R001_RegSO2025": "9999R001 Exempelstad (Norrby)",
        "9999C1010_DeSO2018": "Åkern",
        "9999A0010_DeSO2025": "9999A0010",
        "9999R002_RegSO2025": "9999R002 Åkern",
        "1111R001_RegSO2025": "Okänd (Norby)",
        "8888R001_RegSO2025": "Annanstad (Norrby)",
    }
    values = [100, 0, 0, 200, 7, None, 1, 1, None, 8, 2, 2, 3, 3]
    names = Names(KNOWN)
    reading = read(
        table({"Region": regions, "ContentsCode": PEOPLE, "Tid": years("2023", "2024")}, values),
        names=names,
    )
    assert people(reading) == {
        ("norrby", "2023"): "100",
        ("norrby", "2024"): "200",
        ("akern", "2023"): "7",
        ("akern", "2024"): "8",
    }
    assert reading.notes == [
        "2 nollor för statistiska områden tas inte med: de står för år då området inte fanns.",
        "3 regioner som inte finns i lagret lämnas utanför.",
    ]
    assert (names.unmatched, names.left_out, reading.problems) == ({}, {}, [])
    assert [row[4] for row in rows(reading, "folkmangd")] == [
        "Gäller SCB:s område 9999R001 (RegSO), vars gränser kan vara andra än områdets.",
        (
            "Gäller SCB:s område 9999R001 (RegSO, 2025 års indelning), vars gränser kan vara andra"
            " än områdets."
        ),
        (
            "Gäller SCB:s område 9999C1010 (DeSO, 2018 års indelning), vars gränser kan vara andra"
            " än områdets."
        ),
        (
            "Gäller SCB:s område 9999R002 (RegSO, 2025 års indelning), vars gränser kan vara andra"
            " än områdets."
        ),
    ]


def test_two_editions_of_an_area_in_one_year_are_told(read):
    regions = {
        "9999R001_RegSO2018": "9999R001 Exempelstad (Norrby)",
        "9999R001_RegSO2025": "9999R001 Exempelstad (Norrby)",
    }
    reading = read(
        table({"Region": regions, "ContentsCode": PEOPLE, "Tid": years("2023")}, [100, 90])
    )
    [problem] = reading.problems
    assert "9999R001_RegSO2025 och 9999R001_RegSO2018 läses som samma område" in str(problem)


def test_area_that_is_spelt_in_another_way_is_asked_about(read):
    names = Names(KNOWN)
    document = table(
        {
            "Region": {"9999R001_RegSO2025": "9999R001 Exempelstad (Norby)"},
            "ContentsCode": PEOPLE,
            "Tid": years("2024"),
        },
        [5],
    )
    read(document, names=names)
    [asked] = names.unmatched.values()
    assert (asked.name, asked.suggestions) == ("Norby", ("norrby",))
    chosen = Names(KNOWN, {("omraden", "norby"): "norrby"})
    assert people(read(document, names=chosen)) == {("norrby", "2024"): "5"}


def test_an_indicator_of_the_store_keeps_its_name_and_another_with_the_same_name_is_asked_about(
    read,
):
    document = table(
        {"Region": REGIONS, "ContentsCode": {"AM0207A1": "Andel"}, "Tid": years("2023")},
        [1, 2, 3],
        "Andel arbetslösa",
    )
    here = {"indikator_id": "scb-am0207a1", "namn": "Jobb"}
    assert rows(read(document, {**KNOWN, "indikatorer": [here]}), "indikatorer") == []
    others = {**KNOWN, "indikatorer": [{"indikator_id": "jobb", "namn": "Andel arbetslösa"}]}
    [asked] = read(document, others).questions.values()
    assert (asked.key, [*asked.options], asked.remembered_as) == (
        "samma-scb-am0207a1",
        ["jobb", "ny"],
        "scb-am0207a1 är",
    )
    same = read(document, others, **{asked.key: "jobb"})
    assert (rows(same, "indikatorer"), {row[0] for row in rows(same, "indikatorvarden")}) == (
        [],
        {"jobb"},
    )
    [added] = rows(read(document, others, **{asked.key: "ny"}), "indikatorer")
    assert added[:2] == ["scb-am0207a1", "Andel arbetslösa (SCB)"]


SIMPLE = table(
    {"Region": {"9999": "Exempelstad"}, "ContentsCode": PEOPLE, "Tid": years("2022", "2023")},
    [1, 2],
)


def changed(path: str, value: object, document: dict = SIMPLE) -> dict:
    document = copy.deepcopy(document)
    *to, last = path.split("/")
    inner = document
    for key in to:
        inner = inner[key]
    inner[last] = value
    return document


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            table(
                {
                    "Region": REGIONS,
                    "Alder": {str(age): f"{age} år" for age in range(21)},
                    "ContentsCode": PEOPLE,
                    "Tid": years("2023"),
                },
                [1] * 63,
            ),
            "har 21 värden i alder; välj ett av dem, eller summera",
        ),
        (
            table({"Region": REGIONS, "ContentsCode": PEOPLE, "Tid": years("2023K1")}, [1] * 3),
            '"2023K1"; bara hela år',
        ),
        (table({"ContentsCode": PEOPLE, "Tid": years("2023")}, [1]), "saknar områden"),
        (changed("value", [1]), "ska ha 2 värden"),
        (changed("value", None), "ska ha 2 värden"),
        (changed("value", {"2": 1}), "ska ha 2 värden"),
        (changed("value", {"x": 1}), "ska ha 2 värden"),
        (changed("status", ["..", "", ""]), "ska ha 2 värden"),
        (changed("size", [1, 1, 3]), "size"),
        (changed("size", "2"), "size"),
        (changed("id", ["Region", "ContentsCode", "Tid", "Tid"]), "size"),
        (changed("id", [["Region"]]), "kategorierna"),
        (changed("id", []), "id eller dimension saknas"),
        (changed("dimension", []), "id eller dimension saknas"),
        (changed("dimension/Tid", 5), "kategorierna för dimensionen Tid"),
        (
            changed("dimension/Tid/category/index", {"2022": 0, "2023": 0}),
            "index för dimensionen Tid",
        ),
        (
            changed("dimension/Tid/category/index", {"2022": 0, "2023": 2}),
            "index för dimensionen Tid",
        ),
        (changed("dimension/Tid/category/index", ["2022", "2022"]), "index för dimensionen Tid"),
        (changed("dimension/Tid/category/index", [2022, 2023]), "index för dimensionen Tid"),
        ([], "id eller dimension saknas"),
        ("[" * 100_000, "är inte giltig JSON"),
        ('{"class": "dataset", ', "är inte giltig JSON"),
    ],
)
def test_what_is_wrong_as_a_whole_is_refused(read, document, told):
    with pytest.raises(InvalidStore, match=r"^scb\.json") as refused:
        read(document)
    assert told in str(refused.value)


def test_a_table_too_large_to_go_through_is_refused(read):
    regions, contents = ({str(number): "x" for number in range(count)} for count in (4000, 1000))
    document = table({"Region": regions, "ContentsCode": contents, "Tid": years("2023")}, {"0": 1})
    with pytest.raises(InvalidStore, match="4000000 värden"):
        read(document)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-5, "utanför det tillåtna"),
        (1.5, "inte ett heltal"),
        (True, "inte ett heltal"),
        (10**40, "för stort"),
        ([2], "inte ett heltal"),
        ("två", '"två" är inte ett heltal'),
    ],
)
def test_faults_tell_the_cell_and_what_is_allowed(read, value, told):
    reading = read(changed("value", [1, value]))
    assert people(reading) == {("exempelstad", "2022"): "1"}
    [problem] = reading.problems
    assert (problem.row, problem.column) == (
        2,
        "Folkmängd, Exempelstad, 2023",
    ) and told in problem.message


def test_recognises_its_own(file):
    assert FORMAT.recognises(file("a.json", json.dumps(SIMPLE)))
    large = table(
        {
            "Region": {str(number): "x" for number in range(9000)},
            "ContentsCode": PEOPLE,
            "Tid": years("2023"),
        },
        [],
    )
    assert FORMAT.recognises(file("b.json", json.dumps(large, indent=1)))
    for other in (
        '{"values": [], "next_url": null}',
        '{"type": "FeatureCollection"}',
        '"class":"dataset"',
        "",
    ):
        assert not FORMAT.recognises(file("c.json", other))


def test_brought_into_a_store(file, bring):
    values = [9800, 10300, 2, 4, 1900, 2100, 0, 6]
    upload = file(
        "scb.json",
        json.dumps(
            table(
                {
                    "Region": {
                        "9999": "Exempelstad",
                        "9999R001_RegSO2025": "9999R001 Exempelstad (Norrby)",
                    },
                    "ContentsCode": {**PEOPLE, "X": "Arbetslöshet"},
                    "Tid": years("2021", "2024"),
                },
                values,
            )
        ),
    )
    planned = bring(upload, format_name="scb")
    assert planned.problems == []
    counts = {
        name: (len(change.new), len(change.changed), change.same)
        for name, change in planned.changes.items()
    }
    assert counts["folkmangd"] == (3, 0, 1)
    assert (counts["indikatorer"][0], counts["indikatorvarden"][0]) == (1, 3)
    assert not bring(upload, format_name="scb").changes_something


VALID = table(
    {
        "Region": {"9999": "Exempelstad", "9999R001_RegSO2025": "9999R001 Exempelstad (Norrby)"},
        "Kon": {"1": "män", "2": "kvinnor"},
        "ContentsCode": {**PEOPLE, "X": "Andel"},
        "Tid": years("2023"),
    },
    [1, 2, 3, 4, 0, None, 7, 8.5],
    status={"5": ".."},
)
ODD = ["Region", "Tid", "Kon", "9999", "2023", "1+2", "-", "..", "\ud800", 10**40]


@given(data=st.data())
def test_no_content_breaks_it(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "mutated-scb.json"
    path.write_text(mutated(data, VALID, ODD))
    upload = Upload.of(path)
    FORMAT.recognises(upload)
    try:
        reading = FORMAT.read(upload, Context(Names(KNOWN)))
    except InvalidStore as invalid:
        assert invalid.problems
    else:
        validate(reading.tables)
        assert all(
            text.encode() is not None
            for found in reading.tables
            for _, row in found.rows
            for text in row
        )


def test_figure_with_the_status_of_nought_is_a_gap_and_two_of_the_same_sex_a_fault(read):
    region = {"Region": {"9999": "Exempelstad"}}
    document = table(
        {**region, "ContentsCode": PEOPLE, "Tid": years("2022", "2023")},
        [7, 0],
        status={"0": "-", "1": "-"},
    )
    assert people(read(document)) == {("exempelstad", "2023"): "0"}
    sexes = {"1": "män", "män": "män", "2": "kvinnor"}
    reading = read(
        table({**region, "Kon": sexes, "ContentsCode": PEOPLE, "Tid": years("2023")}, [1, 2, 3])
    )
    assert any("män finns redan" in str(problem) for problem in reading.problems)
