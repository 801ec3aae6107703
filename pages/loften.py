"""Gör vi det vi har lovat? Promises, their activities per tertial, targets against results, and
work over the years."""

import streamlit as st

from lagesbild_data.answers.promises import by_tertial, findings, targets
from lagesbild_data.answers.promises import lines as promise_lines
from lagesbild_data.answers.promises import results as promise_results
from ui import edit
from ui import promises as shown
from ui.frame import address, data, shell
from ui.parts import prose

chosen = shell.header("Gör vi det vi har lovat?")
lofte_id = shown.choose_promise(chosen)
if lofte_id:
    only_source = address.switch("Visa bara status som källan själv säger", key="barakalla")
    spoken, about = st.columns([3, 2], gap="large")
    with spoken:
        st.subheader("Att läsa upp", anchor=False)
        prose.findings(data.ask(findings.read_aloud, lofte_id, chosen, only_source), chosen)
    with about:
        st.subheader("Löftet", anchor=False)
        shown.about(lofte_id, chosen)

    st.subheader("Aktiviteter per tertial", anchor=False)
    names = data.ask(shown.activity_names, lofte_id, chosen)
    if not names:
        prose.empty("Inga aktiviteter är publicerade för löftet och de valda områdena.")
    else:
        last = shown.choose_last(lofte_id)
        activity, opened = shown.matrix(lofte_id, chosen, only_source, last, names)
        shown.status_rules()
        if activity:
            with opened:
                table = data.ask(
                    by_tertial.matrix, lofte_id, chosen, only_source, last, (activity,)
                )
                shown.activity(table, lofte_id, activity)
                edit.follow_ups(activity, lofte_id, table.tertials)

    st.subheader("Mål mot utfall", anchor=False)
    shown.target_table(data.ask(targets.targets, lofte_id, chosen))

st.subheader("Vad lever vidare från löfte till löfte?", anchor=False)
lines = data.ask(promise_lines.lines)
if lines.empty:
    prose.empty(
        "Inga arbeten är knutna till flera löften. De läggs till i linjer.csv och linjeposter.csv."
    )
else:
    shown.timeline(lines)

st.subheader("Räknade resultat över tid", anchor=False)
results = data.ask(promise_results.results_over_time, chosen)
if results.empty:
    prose.empty(
        "Inga resultat är räknade mer än en gång för det valda. Resultat läggs till i tabellen"
        " Utfall."
    )
else:
    shown.results(results)

st.subheader("Sök", anchor=False)
shown.search()
