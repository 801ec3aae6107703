"""An indicator over the years: its series and gaps, the ranking of a year, and how sure a change
is."""

import itertools

import pytest

from lagesbild_data.answers.indicators import measurements
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.answer import Verdict
from lagesbild_data.public.reader import Reader, opened_for
from lagesbild_data.public.sentences import told
from lagesbild_data.public.words import beside_interval, change_text
from lagesbild_data.store.location import PUBLISHED


@pytest.fixture(scope="module")
def published():
    return opened_for(Reader(), PUBLISHED)


def about(store, indikator_id="problemindex"):
    return next(row for row in measurements.indicators(store) if row.indikator_id == indikator_id)


def test_published_ranking_has_numbers_first_and_gaps_as_gaps(published):
    frame = measurements.series(published, "problemindex", Filter())
    its = measurements.ranking(frame, about(published), 2023)
    table = its.plain
    assert [row[1] for row in its.texts][:3] == ["1,81", "1,27", "ej publicerat"]
    assert list(table["Område"][:2]) == ["Österängen", "Jönköpings kommun"]
    assert list(table["Riktning"][2:]) == ["höjt", "höjt", "höjt", "sänkt", "sänkt"]
    assert table.loc[1, "Förändring"] == "−0,15 mot 2022"
    assert table.loc[1, "Osäkerhet"] == "osäkerhet ej publicerad"
    assert set(table["Bedömning"].dropna()) == {"går inte att säga"}
    assert table["Svar"].isna().all()


def test_published_findings_say_that_the_uncertainty_is_unknown(published):
    frame = measurements.series(published, "problemindex", Filter())
    [finding] = measurements.findings(frame, about(published), 2023, Filter())
    assert told(finding).startswith(
        "Problemindex sjönk i Jönköpings kommun från 1,42 (2022) till 1,27 (2023)."
    )
    assert told(finding).endswith("osäkerheten är inte publicerad.")
    [survey] = measurements.survey(published, "problemindex", 2023)
    assert (
        told(survey)
        == "Polisens trygghetsundersökning 2023: 5\u00a0000 utskick, 55,3 procent svarade."
    )


def test_answers_are_worked_out_and_said_to_be_about_shares(published):
    meaning = measurements.survey_meaning(published, "problemindex", 2023)
    assert meaning.startswith(
        "Egen uträkning: 5\u00a0000 utskick och 55,3 procent svar är ungefär 2\u00a0765 svar."
    )
    assert (
        "minst ±1,9 procentenheter. Det gäller andelar som svarat på ett visst sätt, inte indexet."
        in meaning
    )
    assert "i andra kommuners rapporter om liknande undersökningar är 170–190 vanligt" in meaning
    assert measurements.survey_meaning(published, "problemindex", 2022) == ""


def test_first_measurement_is_told_without_a_change(published):
    frame = measurements.series(published, "problemindex", Filter())
    [finding] = measurements.findings(frame, about(published), 2022, Filter())
    assert (
        told(finding)
        == "Problemindex var 1,42 i Jönköpings kommun 2022. Det finns inget tidigare tal att"
        " jämföra med."
    )


def test_headline_gives_both_ends_without_a_verdict(published):
    frame = measurements.series(published, "problemindex", Filter())
    assert (
        measurements.headline(frame, about(published))
        == "Problemindex i Jönköpings kommun: 1,42 (2022) → 1,27 (2023)"
    )


def test_indicator_says_which_way_is_better(published):
    assert measurements.explained(about(published)).endswith("Lägre är bättre.")


def test_whole_ones_come_first_and_stay_when_an_area_is_chosen(published):
    frame = measurements.series(published, "problemindex", Filter(("raslatt",)))
    assert list(dict.fromkeys(frame["omrade"])) == ["Jönköpings kommun", "Råslätt"]
    women = measurements.series(published, "avstar-ga-ut-ensam", Filter())
    assert list(dict.fromkeys(women["omrade"])) == ["Jönköpings kommun", "Riket"]
    assert set(women["grupp"]) == {"totalt", "kvinnor", "män"}


@pytest.mark.parametrize(
    ("errors", "verdict", "words"),
    [
        (("0.05", "0.05"), Verdict.BETTER, "större än osäkerheten (95 %: −0,39 till −0,11)"),
        (("0.2", "0.2"), Verdict.UNSURE, "inom osäkerheten (95 %: −0,80 till +0,30)"),
        (("", "0.05"), Verdict.UNKNOWN, None),
    ],
)
def test_change_is_judged_by_its_interval(litet, put, errors, verdict, words):
    rows = {2022: 2, 2023: 3}
    for row, error in zip(rows.values(), errors, strict=True):
        put("indikatorvarden", row, "standardfel", error)
    store = opened_for(Reader(), litet)
    frame = measurements.series(store, "problemindex", Filter())
    now, before = next(pair for pair in measurements.measurements(frame[frame["egen"] == 1], 2023))
    change = measurements.change(now, before, about(store))
    assert change_text(change) == f"−0,25 mot 2022 · {verdict.value}"
    assert (change.interval and beside_interval(change.interval, 2)) == words


def test_answers_in_the_areas_are_used_when_they_are_published(litet, put):
    put("indikatorvarden", 5, "antal_svar", "150")
    text = measurements.survey_meaning(opened_for(Reader(), litet), "problemindex", 2023)
    assert "I områdena svarade 150–" in text
    assert "inte publicerat" not in text


def test_disturbances_of_the_latest_chosen_year(store):
    frame = measurements.disturbances(store, Filter())
    assert set(frame["ar"]) == {2023}
    assert list(dict.fromkeys(frame["omrade"])) == ["Norrby", "Åkern"]
    assert measurements.disturbances(store, Filter((), (2022,))).empty
    assert list(measurements.disturbances(store, Filter(("akern",)))["varde"]) == [1]


def test_bands_cover_the_scale_without_gaps():
    edges = [(low, high) for low, high, _ in measurements.BANDS]
    assert edges[0][0] == 0
    assert edges[-1][1] == 6
    assert all(before[1] == after[0] for before, after in itertools.pairwise(edges))
