"""Gör vi det vi har lovat? Promises, their activities per tertial, targets against results, and
work over the years."""

import streamlit as st

from lagesbild_data.answers.promises import by_tertial, findings, targets
from lagesbild_data.answers.promises import lines as promise_lines
from lagesbild_data.answers.promises import results as promise_results
from ui.frame import address, data, shell
from ui.parts import prose
from ui.promises.about import about
from ui.promises.activity import activity
from ui.promises.choice import choose_last, choose_promise
from ui.promises.editing.follow_ups import follow_ups
from ui.promises.matrix import activity_names, matrix
from ui.promises.results import results
from ui.promises.search import search
from ui.promises.status import status_rules
from ui.promises.targets import target_table
from ui.promises.timeline import timeline

chosen = shell.header("Gör vi det vi har lovat?")
lofte_id = choose_promise(chosen)
if lofte_id:
    only_source = address.switch("Visa bara status som källan själv säger", key="barakalla")
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("Att läsa upp", anchor=False)
        prose.findings(data.ask(findings.read_aloud, lofte_id, chosen, only_source), chosen)
    with right:
        st.subheader("Löftet", anchor=False)
        about(lofte_id, chosen)

    st.subheader("Aktiviteter per tertial", anchor=False)
    names = data.ask(activity_names, lofte_id, chosen)
    if not names:
        prose.empty("Inga aktiviteter är publicerade för löftet och de valda områdena.")
    else:
        last = choose_last(lofte_id)
        aktivitet_id, opened = matrix(lofte_id, chosen, only_source, last, names)
        status_rules()
        if aktivitet_id:
            with opened:
                table = data.ask(
                    by_tertial.matrix, lofte_id, chosen, only_source, last, (aktivitet_id,)
                )
                activity(table, lofte_id, aktivitet_id)
                follow_ups(aktivitet_id, lofte_id, table.tertials)

    st.subheader("Mål mot utfall", anchor=False)
    target_table(data.ask(targets.targets, lofte_id, chosen))

st.subheader("Vad lever vidare från löfte till löfte?", anchor=False)
lines = data.ask(promise_lines.lines)
if lines.empty:
    prose.empty(
        "Inga arbeten är knutna till flera löften. De läggs till i linjer.csv och linjeposter.csv."
    )
else:
    timeline(lines)

st.subheader("Räknade resultat över tid", anchor=False)
counted = data.ask(promise_results.results_over_time, chosen)
if counted.empty:
    prose.empty(
        "Inga resultat är räknade mer än en gång för det valda. Resultat läggs till i tabellen"
        " Utfall."
    )
else:
    results(counted)

st.subheader("Sök", anchor=False)
search()
