"""The latest values of each area, a row each: the newest that is published, with its year."""

import pandas as pd

from lagesbild_data.answers.catalogue import latest
from lagesbild_data.public.reader import Reader, opened_for


def test_latest_published_value_of_each_area(litet, add):
    add("indikatorvarden", "problemindex,norrby,2024,totalt,,sänkt,,,,analys,\n")
    frame = latest.by_area(opened_for(Reader(), litet)).set_index("omrade_id")
    assert list(frame.index) == ["akern", "angen", "exempelstad", "norrby", "riket"]
    assert (frame.loc["norrby", "Problemindex"], frame.loc["norrby", "Problemindex, år"]) == (
        3.1,
        2023,
    )
    assert (
        frame.loc["exempelstad", "Problemindex"],
        frame.loc["exempelstad", "Problemindex, år"],
    ) == (2.25, 2023)
    assert pd.isna(frame.loc["akern", "Problemindex"])
    assert (
        frame.loc["norrby", "Polisens klassning"],
        frame.loc["norrby", "Polisens klassning, år"],
    ) == (
        "utsatt område",
        2023,
    )
    assert "Problemindex" in latest.styled(frame)
    assert "Polisens klassning" not in latest.styled(frame)


def test_population_is_a_number_for_the_map_whether_or_not_all_have_one(litet, put):
    store = opened_for(Reader(), litet)
    assert latest.by_area(store)["Folkmängd"].isna().any()
    assert "Folkmängd" in latest.styled(latest.by_area(store))
    put("folkmangd", 2, "omrade_id", "angen")
    assert "Folkmängd" in latest.styled(latest.by_area(opened_for(Reader(), litet)))


def test_indicator_with_the_name_of_another_column_has_a_heading_of_its_own(litet, put):
    put("indikatorer", 2, "namn", "Folkmängd")
    frame = latest.by_area(opened_for(Reader(), litet)).set_index("omrade_id")
    assert frame.loc["norrby", "Folkmängd"] == 2000
    assert (
        frame.loc["norrby", "Folkmängd (indikator)"],
        frame.loc["norrby", "Folkmängd (indikator), år"],
    ) == (
        3.1,
        2023,
    )
