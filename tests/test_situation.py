"""The lägesbild of the tiny store, counted by hand."""

import pytest

from lagesbild_data.answers.overview.lagesbild import LAYERS, lagesbild
from lagesbild_data.answers.overview.layers import layer_table
from lagesbild_data.answers.overview.subject_years import Period
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import (
    Change,
    CrimesByArea,
    CrimesChanged,
    Finding,
    Gap,
    KeyFigure,
    Number,
    Verdict,
    Words,
)
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import change_text, count_words, value_text

INDEX, TOP, RATE = "Kommunens problemindex", "Högst problemindex", "Svarsfrekvens"
ACTIVITIES, DIALOGUES, CRIMES = "Aktiviteter", "Hållna dialoger", "Anmälda brott"
TITLES = {"analys": "Analysen", "lofte": "Löftet"}
ONLY_AREAS = {"kallor.csv", "omraden.csv"}


def figure(store, label: str, *chosen) -> KeyFigure:
    (found,) = [
        figure for figure in lagesbild(store, Filter(*chosen)).key_figures if figure.label == label
    ]
    return found


def words(item: KeyFigure | Finding) -> str:
    """What an item says with its caveats, a sentence each."""
    said = told(item) if isinstance(item, Finding) else item.detail
    caveats = (caveat.text for caveat in item.caveats)
    return " ".join(f"{part.rstrip('.')}." for part in (said, *caveats) if part)


def texts(store, *chosen) -> list[str]:
    return [words(finding) for finding in lagesbild(store, Filter(*chosen)).findings]


def moved(figure: KeyFigure) -> str:
    """The change of a key figure without what it is worth."""
    return change_text(figure.change).partition(" · ")[0]


@pytest.fixture
def empty(litet):
    """A store that knows its areas and sources, and nothing of them."""
    for path in litet.glob("*.csv"):
        if path.name not in ONLY_AREAS:
            path.unlink()
    return opened_for(Reader(), litet)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(2023, 2023, True), "2023, senaste publicerade"),
        (Period(2022, 2023, True), "2022"),
        (Period(2024, 2023, False), "2024: ej publicerat; senaste är 2023"),
        (Period(2024, None, False), "2024: ej publicerat"),
        (Period(None, None, False), "ej publicerat"),
    ],
)
def test_period_says_what_it_shows(period, words):
    assert str(period) == words


@pytest.mark.parametrize(
    ("years", "layer", "words"),
    [
        ((), "niva", "2023, senaste publicerade"),
        ((), "dialoger", "2023, senaste publicerade"),
        ((2022,), "forandring", "2022"),
        ((2022, 2024), "aktiviteter", "2022"),
        ((2024,), "aktiviteter", "2024: ej publicerat; senaste är 2023"),
        ((2019, 2021), "niva", "2021: ej publicerat; senaste är 2023"),
    ],
)
def test_each_layer_shows_the_latest_chosen_year(store, years, layer, words):
    assert str(lagesbild(store, Filter((), years)).periods[layer]) == words


@pytest.mark.parametrize(
    ("years", "year", "published"),
    [((), 2023, True), ((2022, 2024), 2022, True), ((2024,), 2024, False)],
)
def test_dialogues_and_meetings_have_a_year_of_their_own(store, years, year, published):
    period = lagesbild(store, Filter((), years)).periods["handelser"]
    assert (period.year, period.published) == (year, published)  # the fire of 2024 is no meeting


@pytest.mark.parametrize(
    ("chosen", "areas"),
    [
        ((), ["Norrby", "Åkern", "Ängen"]),
        ((("angen", "akern"),), ["Åkern", "Ängen"]),
        ((("exempelstad",),), []),
        ((("finns-inte",),), []),
    ],
)
def test_areas_stand_in_swedish_order(store, chosen, areas):
    assert lagesbild(store, Filter(*chosen)).areas["namn"].to_list() == areas


@pytest.mark.parametrize(
    ("chosen", "layer"),
    [
        ((), "forandring"),
        (((), (2022,)), "aktiviteter"),
        ((("angen",),), "forandring"),
        ((("finns-inte",),), "forandring"),
    ],
)
def test_first_layer_is_the_one_that_knows_most(store, chosen, layer):
    assert lagesbild(store, Filter(*chosen)).telling_layer == layer


def test_layer_that_alone_knows_something_is_first(litet, put):
    put("indikatorvarden", 4, "riktning", "sänkt")
    put("indikatorvarden", 5, "riktning", "")
    put("indikatorvarden", 7, "varde", "2")
    put("indikatorvarden", 7, "riktning", "")
    (litet / "aktivitetsomraden.csv").unlink()
    assert lagesbild(opened_for(Reader(), litet), Filter()).telling_layer == "niva"


@pytest.mark.parametrize(
    ("layer", "chosen", "sources"),
    [
        ("niva", (), ["analys"]),
        ("aktiviteter", ((), (2022,)), ["lofte"]),
        ("dialoger", (("akern",), (2023,)), []),
    ],
)
def test_sources_of_a_layer(store, layer, chosen, sources):
    assert lagesbild(store, Filter(*chosen)).sources(layer) == sources


def test_key_figures_of_the_default_view_in_reading_order(store):
    shown = [
        (figure.label, value_text(figure.value), figure.period)
        for figure in lagesbild(store, Filter()).key_figures
    ]
    assert shown == [
        (INDEX, "2,25", "2023"),
        (TOP, "Norrby 3,10", "2023"),
        (RATE, "48,5 %", "2023"),
        (ACTIVITIES, "4", "2023, tertial 2"),
        (DIALOGUES, "3", "2023"),
        (CRIMES, "990", "2023"),
    ]


def test_index_with_its_change(store):
    # −0.25 ± 1.96·√(0.05² + 0.04²) is −0.375 to −0.125: it doesn't hold 0
    shown = figure(store, INDEX)
    assert (value_text(shown.value), shown.period, shown.kallor) == ("2,25", "2023", ("analys",))
    assert change_text(shown.change) == "−0,25 mot 2022 · bättre"
    assert words(shown) == "Skala 0–6, lägre är bättre."
    first = figure(store, INDEX, (), (2022,))
    assert (value_text(first.value), first.change) == ("2,50", None)


def test_highest_index_says_how_many_numbers_are_unpublished(store):
    unsure = Change(
        "sänkt",
        Verdict.UNKNOWN,
        Verdict.BETTER,
        Number(3.5, 2),
        "2022",
        Number(3.1 - 3.5, 2, signed=True),
    )
    assert figure(store, TOP) == KeyFigure(
        TOP,
        Words("Norrby 3,10"),
        "2023",
        "indikatorvarden",
        ("analys",),
        unsure,
        "1 område saknar publicerat tal",
    )
    assert words(figure(store, TOP, (), (2022,))) == ""


def test_highest_index_is_the_highest_and_carries_its_remark(litet, put):
    put("indikatorvarden", 7, "varde", "4")
    top = figure(opened_for(Reader(), litet), TOP)
    assert (value_text(top.value), words(top)) == ("Åkern 4,00", "Talet är inte publicerat.")
    assert change_text(top.change) == "höjt · går inte att säga"


def test_highest_index_says_both_its_remark_and_what_is_unpublished(litet, put):
    put("indikatorvarden", 5, "anmarkning", "Få svar.")
    assert (
        words(figure(opened_for(Reader(), litet), TOP))
        == "1 område saknar publicerat tal. Få svar."
    )


def test_scale_and_what_is_better_are_those_of_the_indicator(litet, put):
    put("indikatorer", 2, "maximum", "10")
    put("indikatorer", 2, "decimaler", "1")
    put("indikatorer", 2, "battre", "högre")
    shown = [figure(opened_for(Reader(), litet), label) for label in (INDEX, TOP)]
    assert [value_text(figure.value) for figure in shown] == ["2,3", "Norrby 3,1"]
    assert [figure.change.verdict for figure in shown] == [Verdict.WORSE, Verdict.UNKNOWN]
    assert words(shown[0]) == "Skala 0–10, högre är bättre."
    put("indikatorer", 2, "minimum", "")
    assert words(figure(opened_for(Reader(), litet), INDEX)) == "Högre är bättre."


def test_index_with_only_a_direction_is_no_gap(litet, put):
    put("indikatorvarden", 3, "varde", "")
    shown = figure(opened_for(Reader(), litet), INDEX)
    assert (shown.value, shown.period, shown.kallor) == (Gap.NOT_PUBLISHED, "2023", ("analys",))
    assert (shown.is_known, change_text(shown.change)) == (True, "sänkt · går inte att säga")


def test_remarks_follow_the_figure_and_what_it_is_compared_with(litet, put):
    put("indikatorvarden", 2, "anmarkning", "Ny metod.")
    put("indikatorvarden", 3, "anmarkning", "Få svar.")
    put("undersokningar", 3, "anmarkning", "Bara på webben.")
    changed = opened_for(Reader(), litet)
    assert words(figure(changed, INDEX)) == "Skala 0–6, lägre är bättre. Få svar. 2022: Ny metod."
    assert texts(changed)[0].endswith("−0,12). Få svar. 2022: Ny metod.")
    assert (
        words(figure(changed, RATE)) == "Trygghetsmätning 2023, 1\u00a0200 utskick. Bara på webben."
    )


def test_remarks_follow_the_crimes_and_what_they_are_compared_with(litet, put):
    put("anmalda_brott", 2, "anmarkning", "Serien är bruten.")
    put("anmalda_brott", 4, "anmarkning", "Nedgången är inte kontrollerad.")
    changed = opened_for(Reader(), litet)
    assert (
        words(figure(changed, CRIMES))
        == "Hela kommunen. 2022: Serien är bruten. Stöld: Nedgången är inte kontrollerad."
    )
    assert (
        "till 990 (2023), +90 (+10,0 procent). Ökningen bedöms inte: serien är bruten. 2022: Serien"
        " är bruten." in " ".join(texts(changed))
    )
    assert words(figure(changed, CRIMES, (), (2022,))) == "Hela kommunen. Serien är bruten."


def test_preliminary_figure_to_compare_with_is_said(litet, put):
    put("anmalda_brott", 2, "preliminar", "ja")
    shown = figure(opened_for(Reader(), litet), CRIMES)
    assert (shown.period, moved(shown)) == ("2023", "+90 (+10,0 %) mot 2022, preliminärt")
    told_of = (
        "Anmälda brott i Exempelstad ökade från 900 (2022, preliminärt) till 990 (2023), +90 (+10,0"
        " procent)."
    )
    assert any(text.startswith(told_of) for text in texts(opened_for(Reader(), litet)))


def test_the_kommun_is_the_one_of_the_neighbourhoods(litet, add):
    add("omraden", "annanstad,Annanstad,kommun,8888\n")
    add("indikatorvarden", "problemindex,annanstad,2023,totalt,1,sänkt,,,,analys,\n")
    add("undersokningar", "problemindex,annanstad,2023,Annan mätning 2023,,10,analys,\n")
    add("anmalda_brott", "annanstad,2023,,samtliga,5,nej,,,statistik,Annan.\n")
    picture = lagesbild(opened_for(Reader(), litet), Filter())
    assert [value_text(picture.key_figures[i].value) for i in (0, 2, 5)] == [
        "2,25",
        "48,5 %",
        "990",
    ]
    assert not any("Annan" in told(finding) for finding in picture.findings)


def test_all_sources_of_a_figure_are_named(litet, put):
    put("handelser", 4, "kalla_id", "lofte")
    put("handelser", 4, "datum_fran", "2023-04-01")
    put("handelser", 4, "omrade_id", "norrby")
    put("aktivitetsomraden", 6, "omrade_id", "norrby")
    put("indikatorvarden", 2, "kalla_id", "statistik")
    picture = lagesbild(opened_for(Reader(), litet), Filter())
    shown = {figure.label: set(figure.kallor) for figure in picture.key_figures}
    assert (shown[DIALOGUES], shown[INDEX]) == ({"analys", "lofte"}, {"analys", "statistik"})
    assert [picture.sources(layer) for layer in ("dialoger", "aktiviteter")] == [
        ["analys", "lofte"]
    ] * 2
    table = layer_table(picture, "dialoger", TITLES, set())
    assert table.frame["Källa"][0] == "Analysen och Löftet"


def test_response_rate(store):
    assert words(figure(store, RATE)) == "Trygghetsmätning 2023, 1\u00a0200 utskick."
    first = figure(store, RATE, (), (2022,))
    assert (value_text(first.value), first.period, words(first)) == (
        "50,0 %",
        "2022",
        "Trygghetsmätning 2022.",
    )


@pytest.mark.parametrize(
    ("chosen", "value", "period", "detail", "kallor"),
    [
        (
            (),
            "4",
            "2023, tertial 2",
            "1 försenad, 1 uppföljning saknas, 1 pågår, 1 genomförd",
            ("analys", "lofte"),
        ),
        ((("norrby",),), "2", "2023, tertial 2", "1 pågår, 1 genomförd", ("analys",)),
        (((), (2022,)), "4", "2022", "Uppföljningen ingår inte i underlaget", ("lofte",)),
    ],
)
def test_activities(store, chosen, value, period, detail, kallor):
    shown = figure(store, ACTIVITIES, *chosen)
    assert (value_text(shown.value), shown.period, shown.detail, shown.kallor) == (
        value,
        period,
        detail,
        kallor,
    )


@pytest.mark.parametrize(
    ("chosen", "value", "period", "detail"),
    [
        ((), "3", "2023", "tertial 1: 1 · tertial 2: 2"),
        ((("norrby",),), "2", "2023", "tertial 1: 1 · tertial 2: 1"),
        (((), (2022,)), "1", "2022", "tertial 3: 1"),
    ],
)
def test_dialogues(store, chosen, value, period, detail):
    shown = figure(store, DIALOGUES, *chosen)
    assert (value_text(shown.value), shown.period, shown.detail) == (value, period, detail)


@pytest.mark.parametrize(
    ("years", "value", "period", "change", "detail"),
    [
        ((), "990", "2023", "+90 (+10,0 %) mot 2022", "Hela kommunen."),
        ((2023, 2022), "990", "2023", "+90 (+10,0 %) mot 2022", "Hela kommunen."),
        ((2022,), "900", "2022", "", "Hela kommunen."),
        (
            (2024,),
            "480",
            "kvartal 1–2 2024, preliminärt",
            "−10 (−2,0 %) mot kvartal 1–2 2023",
            "Hela kommunen. Kan ändras.",
        ),
    ],
)
def test_reported_crimes(store, years, value, period, change, detail):
    shown = figure(store, CRIMES, (), years)
    assert (value_text(shown.value), shown.period, moved(shown), words(shown)) == (
        value,
        period,
        change,
        detail,
    )


@pytest.mark.parametrize(
    ("quarter", "period", "change"),
    [
        ("3", "kvartal 1 och 3 2024, preliminärt", "−30 (−5,9 %) mot kvartal 1 och 3 2023"),
        ("2", "kvartal 1–2 2024, preliminärt", "−10 (−2,0 %) mot kvartal 1–2 2023"),
    ],
)
def test_quarters_are_named_as_they_are(litet, put, quarter, period, change):
    put("anmalda_brott", 10, "kvartal", quarter)
    shown = figure(opened_for(Reader(), litet), CRIMES, (), (2024,))
    assert (shown.period, moved(shown)) == (period, change)


def test_quarters_are_compared_only_with_the_same_quarters(litet, put):
    put("anmalda_brott", 6, "brottstyp_id", "stold")
    shown = figure(opened_for(Reader(), litet), CRIMES, (), (2024,))
    assert (shown.value, shown.change) == (Number(480), None)


def test_crimes_from_none_have_no_percent(litet, put):
    put("anmalda_brott", 2, "antal", "0")
    assert moved(figure(opened_for(Reader(), litet), CRIMES)) == "+990 mot 2022"
    told_of = "Anmälda brott i Exempelstad ökade från 0 (2022) till 990 (2023), +990."
    assert any(text.startswith(told_of) for text in texts(opened_for(Reader(), litet)))


@pytest.mark.parametrize(
    ("chosen", "gaps"),
    [
        (((), (2024,)), {INDEX, TOP, RATE, ACTIVITIES, DIALOGUES}),
        (((), (2021,)), {INDEX, TOP, RATE, ACTIVITIES, DIALOGUES, CRIMES}),
        ((("akern",),), set()),
        ((("exempelstad",),), {TOP}),
        ((), set()),
    ],
)
def test_what_is_not_published_is_a_gap_without_source(store, chosen, gaps):
    figures = lagesbild(store, Filter(*chosen)).key_figures
    assert {figure.label for figure in figures if not figure.is_known} == gaps
    assert all(
        not figure.kallor and not figure.change for figure in figures if figure.label in gaps
    )
    assert {figure.period for figure in figures if figure.label in gaps} <= {
        str(Filter(*chosen).year or "")
    }


def test_chosen_area_without_a_number_is_told_by_its_direction(store):
    shown = figure(store, "Problemindex i Åkern", ("akern",))
    assert (value_text(shown.value), shown.period, shown.detail) == (
        "ej publicerat",
        "2023",
        "Hela kommunen: 2,25",
    )
    assert (change_text(shown.change), shown.kallor) == ("höjt · går inte att säga", ("analys",))


def test_several_chosen_areas_without_a_number_are_told_by_their_directions(litet, put):
    put("indikatorvarden", 5, "varde", "")
    put("indikatorvarden", 5, "riktning", "sänkt")
    shown = figure(opened_for(Reader(), litet), "Problemindex i valda områden", ("akern", "norrby"))
    assert (value_text(shown.value), shown.detail) == (
        "Åkern höjt och Norrby sänkt",
        "talet är inte publicerat",
    )


def test_one_chosen_area_is_shown_against_the_kommun_not_as_the_highest(store):
    labels = [each.label for each in lagesbild(store, Filter(("norrby",))).key_figures]
    assert TOP not in labels
    shown = figure(store, "Problemindex i Norrby", ("norrby",))
    assert (value_text(shown.value), shown.detail, moved(shown)) == (
        "3,10",
        "Hela kommunen: 2,25",
        "−0,40 mot 2022",
    )
    assert figure(store, "Problemindex i Ängen", ("angen",)).value is Gap.NOT_PUBLISHED
    assert TOP in [each.label for each in lagesbild(store, Filter(("norrby", "akern"))).key_figures]


def crimes(store, *chosen) -> list[tuple[str, str, str, str]]:
    """The key figures of reported crimes: label, value, period and detail."""
    return [
        (each.label, value_text(each.value), each.period, each.detail)
        for each in lagesbild(store, Filter(*chosen)).key_figures
        if each.table == "anmalda_brott"
    ]


def test_chosen_areas_have_their_own_crimes_with_the_kommun_beside(local, monkeypatch):
    beside = "Hela kommunen 2023: 990"
    norrby = (f"{CRIMES} i Norrby", "300", "2023", beside)
    assert crimes(local, ("norrby",)) == [norrby]
    akern = (f"{CRIMES} i Åkern", "27", "2023", beside)
    assert crimes(local, ("akern", "norrby")) == [norrby, akern]
    monkeypatch.setenv("LAGESBILD_TROSKEL", "28")
    hidden = (f"{CRIMES} i Åkern", "dolt", "2023", beside)
    assert hidden in crimes(opened_for(Reader(), local.location.path), ("akern", "norrby"))


def test_area_without_counts_is_told_by_the_kommun_and_that_it_has_none(store):
    told_of = [(CRIMES, "990", "2023", "Hela kommunen; inte publicerat per område")]
    assert crimes(store, ("norrby",)) == told_of  # only months of one type are published
    assert crimes(store, ("angen",)) == told_of
    assert crimes(store) == [(CRIMES, "990", "2023", "Hela kommunen")]


def test_many_chosen_areas_stand_beside_the_kommun_each_with_its_own_count_and_no_sum(exempelstad):
    store = opened_for(Reader(), exempelstad)
    chosen = ("pahittsbacken", "dromhojden", "modellhagen", "gatlunda")
    alone = {area: crimes(store, (area,), (2025,))[0][1] for area in chosen}
    beside = (
        "Hela kommunen. Drömhöjden {dromhojden}, Gåtlunda {gatlunda}, Modellhagen {modellhagen}, "
        "Påhittsbacken {pahittsbacken}"
    )
    [(_, kommun, *_)] = crimes(store, (), (2025,))
    assert crimes(store, chosen, (2025,)) == [
        (CRIMES, kommun, "2025, preliminärt", beside.format(**alone))
    ]
    [finding] = [
        it
        for it in lagesbild(store, Filter(chosen)).findings
        if isinstance(it.values, CrimesByArea)
    ]
    assert told(finding).startswith(
        f"Anmälda brott per område (2025, preliminärt): Drömhöjden {alone['dromhojden']}, "
    )


def test_findings_tell_the_chosen_areas_crimes_before_the_kommuns(exempelstad):
    store = opened_for(Reader(), exempelstad)
    found = lagesbild(store, Filter(("pahittsbacken", "dromhojden"), (2025,))).findings
    areas = [finding.values.area for finding in found if isinstance(finding.values, CrimesChanged)]
    assert areas == ["Drömhöjden", "Påhittsbacken", "Exempelstad"]


def test_published_list_without_the_chosen_area_is_not_called_unpublished(store):
    figures = {figure.label: figure for figure in lagesbild(store, Filter(("akern",))).key_figures}
    assert figures[DIALOGUES].value is Gap.NOT_IN_LIST
    assert lagesbild(store, Filter(("angen",), (2023,))).key_figures[3].value is Gap.NONE_TIED


@pytest.mark.parametrize(
    "chosen", [(), ((), (2022,)), ((), (2024,)), (("norrby",),), (("angen",), (2023,))]
)
def test_every_figure_and_finding_has_a_source(store, chosen):
    picture = lagesbild(store, Filter(*chosen))
    assert all(figure.kallor for figure in picture.key_figures if not isinstance(figure.value, Gap))
    assert all(finding.kallor for finding in picture.findings)


def test_findings_of_the_default_view(store):
    assert texts(store)[:7] == [
        (
            "Problemindex sjönk i Exempelstad från 2,50 (2022) till 2,25 (2023). Ändringen är"
            " större än osäkerheten (95 %: −0,38 till −0,12)."
        ),
        (
            "Problemindex 2023 sjönk i Norrby och steg i Åkern; om ändringarna är säkra går inte"
            " att säga. Åkern: Talet är inte publicerat."
        ),
        (
            "2 av 3 aktiviteter bytte status mellan tertial 1 och 2 2023: ”Fotpatruller” från pågår"
            " till genomförd och ”Bättre ljus” från planerad till försenad. 1 kan inte jämföras."
        ),
        (
            "Anmälda brott i Exempelstad ökade från 900 (2022) till 990 (2023), +90 (+10,0"
            " procent). Ökningen bedöms inte: serien är bruten."
        ),
        "2 dialoger hölls tertial 2 2023, mot 1 tertialet före, enligt källans lista.",
        "Skräp steg i Exempelstad 2022 mot mätningen före; talet är inte publicerat.",
        (
            "Måttet ”Känner sig trygg ute” steg i Exempelstad från 70 procent (2022) till 73"
            " procent (2023). Om ändringen är säker går inte att säga: osäkerheten är inte"
            " publicerad."
        ),
    ]


def test_areas_on_the_latest_list_stand_in_swedish_order(store):
    assert texts(store)[7:] == [
        "Norrby står på polisens lista över utsatta områden 2023 (utsatt område), som 2021.",
        "Åkern står på polisens lista över utsatta områden 2023 (riskområde).",
    ]


def test_area_that_had_another_class_before(litet, put, add):
    put("klassningar", 2, "klass", "riskområde")
    add("klassningar", "norrby,2019,utsatt område,analys,\nnorrby,2017,utsatt område,analys,\n")
    assert (
        "Norrby står på polisens lista över utsatta områden 2023 (utsatt område), som 2017 och"
        " 2019. 2021: riskområde." in texts(opened_for(Reader(), litet))
    )


@pytest.mark.parametrize(
    ("chosen", "findings"),
    [
        (
            ((), (2024,)),
            [
                (
                    "Anmälda brott i Exempelstad minskade från 490 (kvartal 1–2 2023) till 480"
                    " (kvartal 1–2 2024, preliminärt), −10 (−2,0 procent). Kan ändras."
                ),
                (
                    "Inte publicerat för 2024: Problemindex (senast 2023), Skräp (senast 2022)"
                    " och Känner sig trygg ute (senast 2023)."
                ),
            ],
        ),
        (
            ((), (2022,)),
            [
                "1 dialog hölls tertial 3 2022, mot 0 tertialet före, enligt källans lista.",
                "Skräp steg i Exempelstad 2022 mot mätningen före; talet är inte publicerat.",
            ],
        ),
        (
            (("angen",), (2020, 2021)),
            [
                (
                    "Inte publicerat för 2020 eller 2021: Problemindex (senast 2023), Skräp (senast"
                    " 2022) och Känner sig trygg ute (senast 2023)."
                ),
            ],
        ),
        (
            (("norrby",), (2021,)),
            [
                "Norrby stod på polisens lista över utsatta områden 2021 (utsatt område).",
                (
                    "Inte publicerat för 2021: Problemindex (senast 2023), Skräp (senast 2022)"
                    " och Känner sig trygg ute (senast 2023)."
                ),
            ],
        ),
    ],
)
def test_findings_of_a_choice(store, chosen, findings):
    assert texts(store, *chosen) == findings


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        (
            [("uppfoljningar", 6, "status", "pågår"), ("uppfoljningar", 8, "status", "planerad")],
            "Ingen av 3 aktiviteter bytte status mellan tertial 1 och 2 2023. 1 kan inte jämföras.",
        ),
        (
            [("uppfoljningar", 2, "status", "ej rapporterad")],
            (
                "1 av 2 aktiviteter bytte status mellan tertial 1 och 2 2023: ”Bättre ljus” från"
                " planerad till försenad. 2 kan inte jämföras."
            ),
        ),
        (
            [("indikatorvarden", 7, "riktning", "oförändrat")],
            (
                "Problemindex 2023 sjönk i Norrby och var oförändrat i Åkern; om ändringarna är"
                " säkra går inte att säga. Åkern: Talet är inte publicerat."
            ),
        ),
        (
            [("indikatorvarden", 7, "riktning", "sänkt")],
            (
                "Problemindex 2023 sjönk i Norrby och Åkern; om ändringarna är säkra går inte att"
                " säga. Åkern: Talet är inte publicerat."
            ),
        ),
        (
            [("indikatorvarden", 9, "varde", "70")],
            (
                "Måttet ”Känner sig trygg ute” var oförändrat i Exempelstad från 70 procent (2022)"
                " till 70 procent (2023). Om ändringen är säker går inte att säga: osäkerheten är"
                " inte publicerad."
            ),
        ),
        (
            [("anmalda_brott", 3, "antal", "900")],
            (
                "Anmälda brott i Exempelstad var oförändrade från 900 (2022) till 900 (2023), ±0"
                " (±0,0 procent)."
            ),
        ),
        (
            [("handelser", 5, "datum_till", "2023-09-30")],
            "1 dialog hölls tertial 2 2023, lika många som tertialet före, enligt källans lista.",
        ),
        (
            [("handelser", 3, "genomford", "nej")],
            "2 dialoger hölls tertial 2 2023, mot 0 tertialet före, enligt källans lista.",
        ),
    ],
)
def test_finding_follows_the_data(litet, put, changes, finding):
    for change in changes:
        put(*change)
    assert finding in texts(opened_for(Reader(), litet))


def test_change_of_status_needs_two_tertials(litet, put):
    for row in (6, 7, 8):
        put("uppfoljningar", row, "status", "ej rapporterad")
    assert not any("status" in text for text in texts(opened_for(Reader(), litet)))


def test_only_four_changes_of_status_are_named(litet, add):
    for number in range(5, 8):
        add("aktiviteter", f"a-{number},lofte-2022,,{number},Aktivitet {number},,lofte\n")
        for tertial, status in ((1, "pågår"), (2, "genomförd")):
            add("uppfoljningar", f"a-{number},2023,{tertial},{status},,källa,analys\n")
    (found,) = [text for text in texts(opened_for(Reader(), litet)) if "bytte status" in text]
    assert found.startswith(
        "5 av 6 aktiviteter bytte status mellan tertial 1 och 2 2023: ”Fotpatruller”"
    )
    assert found.endswith(
        "”Aktivitet 6” från pågår till genomförd och 1 till. 1 kan inte jämföras."
    )


def test_tertial_with_a_first_single_report_is_not_yet_the_latest(litet, add):
    before = texts(opened_for(Reader(), litet))
    add("uppfoljningar", "a-skola,2023,3,pågår,,källa,analys\n")
    assert [text for text in texts(opened_for(Reader(), litet)) if "bytte status" in text] == [
        text for text in before if "bytte status" in text
    ]


def test_dialogues_of_the_first_tertial_have_nothing_before_them_that_year(litet, put):
    put("handelser", 5, "genomford", "nej")
    assert not any(
        "dialog" in text for text in texts(opened_for(Reader(), litet), ("norrby",), (2023,))
    )


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ([], ""),
        (["pågår"], "1 pågår"),
        (["genomförd", "pågår", "pågår"], "2 pågår, 1 genomförd"),
        (["planerad"] * 3 + ["försenad"] * 2, "2 försenade, 3 planerade"),
        (
            ["uppföljning saknas"] * 2 + ["ej rapporterad"] * 2 + ["ej genomförd"] * 2,
            "2 ej genomförda, 2 ej rapporterade, 2 uppföljning saknas",
        ),
        (["vilar", "genomförd"], "1 genomförd, 1 vilar"),
    ],
)
def test_count_words(statuses, words):
    assert count_words(statuses) == words


@pytest.mark.parametrize(
    "chosen", [(), (("norrby",), (2023,)), (("exempelstad",), ()), ((), (2023,))]
)
def test_store_with_nothing_but_areas_gives_gaps(empty, chosen):
    picture = lagesbild(empty, Filter(*chosen))
    assert {figure.value for figure in picture.key_figures} == {Gap.NOT_PUBLISHED}
    assert picture.findings == []
    assert picture.telling_layer == "forandring"
    assert str(picture.periods["niva"]) == (
        "2023: ej publicerat" if chosen and chosen[1] else "ej publicerat"
    )
    for layer in LAYERS:
        table = layer_table(picture, layer, TITLES, set())
        assert len(table.frame) == len(picture.areas)
        assert not any("None" in heading for heading in table.headings)
        assert {column.gap for column in table.columns} == {"ej publicerat", "–"}


@pytest.mark.parametrize(
    "table",
    [
        "indikatorvarden",
        "uppfoljningar",
        "handelser",
        "anmalda_brott",
        "klassningar",
        "undersokningar",
        "folkmangd",
        "omradesroller",
        "aktivitetsomraden",
    ],
)
def test_store_without_one_table_gives_a_lagesbild(litet, table):
    (litet / f"{table}.csv").unlink()
    picture = lagesbild(opened_for(Reader(), litet), Filter())
    assert [figure.label for figure in picture.key_figures] == [
        INDEX,
        TOP,
        RATE,
        ACTIVITIES,
        DIALOGUES,
        CRIMES,
    ]
    for layer in LAYERS:
        assert layer_table(picture, layer, TITLES, set()).frame["Område"].to_list() == [
            "Norrby",
            "Åkern",
            "Ängen",
        ]


@pytest.mark.parametrize(
    ("layer", "headings", "rows"),
    [
        (
            "forandring",
            ["Förändring 2023", "Problemindex 2023"],
            [
                ["−0,40 mot 2022 · går inte att säga", 3.1, 2, "ja", "Analysen"],
                ["höjt · går inte att säga", None, None, "yta saknas", "Analysen"],
                [None, None, None, "ja", None],
            ],
        ),
        (
            "niva",
            ["Problemindex 2023", "Förändring 2023"],
            [
                [3.1, "−0,40 mot 2022 · går inte att säga", 2, "ja", "Analysen"],
                [None, "höjt · går inte att säga", None, "yta saknas", "Analysen"],
                [None, None, None, "ja", None],
            ],
        ),
        (
            "aktiviteter",
            ["Aktiviteter 2023", "Status"],
            [
                [2, "1 pågår, 1 genomförd", 2, "ja", "Analysen"],
                [2, "1 försenad, 1 pågår", None, "yta saknas", "Analysen"],
                [None, None, None, "ja", None],
            ],
        ),
        (
            "dialoger",
            ["Dialoger 2023"],
            [[2, 2, "ja", "Analysen"], [None, None, "yta saknas", None], [None, None, "ja", None]],
        ),
    ],
)
def test_layer_as_a_table(store, layer, headings, rows):
    picture = lagesbild(store, Filter())
    table = layer_table(picture, layer, TITLES, {"norrby", "angen"}).frame
    meetings = "Dialoger och möten 2023"
    assert list(table.columns) == [
        "Område",
        "Senast prioriterat",
        *headings,
        meetings,
        "På kartan",
        "Källa",
    ]
    plain = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    assert [row[:2] for row in plain] == [["Norrby", 2023], ["Åkern", 2022], ["Ängen", None]]
    assert [row[2:] for row in plain] == rows


@pytest.mark.parametrize(
    ("years", "layer", "shown"),
    [
        (
            (2023,),
            "niva",
            {"Problemindex 2023": "ej publicerat", "Förändring 2023": "ej publicerat"},
        ),
        ((2023,), "aktiviteter", {"Aktiviteter 2023": "ingen knuten", "Status": "–"}),
        ((2015,), "aktiviteter", {"Aktiviteter 2015": "ej publicerat", "Status": "–"}),
        (
            (2023,),
            "dialoger",
            {"Dialoger 2023": "ingen i listan", "Dialoger och möten 2023": "ingen"},
        ),
        (
            (2024,),
            "dialoger",
            {"Dialoger 2024": "ej publicerat", "Dialoger och möten 2024": "ej publicerat"},
        ),
    ],
)
def test_gap_says_whether_the_year_is_published(store, years, layer, shown):
    table = layer_table(lagesbild(store, Filter((), years)), layer, TITLES, set())
    gaps = {column.heading: column.gap for column in table.columns}
    assert {heading: gaps[heading] for heading in shown} == shown


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (
            (),
            (
                "1 av 4 aktiviteter gäller hela kommunen och syns inte på ytorna: 1 uppföljning"
                " saknas."
            ),
        ),
        (
            ("norrby",),
            (
                "1 av 4 aktiviteter gäller hela kommunen och syns inte på ytorna: 1 uppföljning"
                " saknas."
            ),
        ),
    ],
)
def test_activities_of_the_whole_kommun_are_told_of(store, areas, words):
    assert lagesbild(store, Filter(areas)).municipal == words


def test_nothing_is_told_when_every_activity_concerns_an_area(litet, put):
    put("aktivitetsomraden", 6, "omrade_id", "norrby")
    assert lagesbild(opened_for(Reader(), litet), Filter()).municipal == ""


def test_area_that_is_not_on_the_latest_list_stood_on_an_earlier_one(litet, add):
    add("klassningar", "norrby,2025,utsatt område,analys,\n")
    found = lagesbild(opened_for(Reader(), litet), Filter(("akern",))).findings
    assert any("Åkern stod på polisens lista" in told(each) for each in found)
