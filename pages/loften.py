"""Gör vi det vi har lovat? Promises, their activities per tertial, targets against results, and work over the years."""

import streamlit as st

from charts import promises as figures
from lagesbild_data import promises
from ui import data, edit, parts, shell
from ui import promises as shown

chosen = shell.header("Gör vi det vi har lovat?")
lofte_id = shown.choose_promise(chosen)
if lofte_id:
    only_source = st.toggle("Visa bara status som källan själv säger", key="barakalla", bind="query-params")
    table = data.ask(promises.matrix, lofte_id, chosen, only_source)
    about, spoken = st.columns([2, 3], gap="large")
    with about:
        shown.about(lofte_id, chosen)
    with spoken:
        st.subheader("Att läsa upp", anchor=False)
        parts.findings(promises.summary(table), chosen)

    st.subheader("Aktiviteter per tertial", anchor=False)
    if table.activities.empty:
        parts.empty("Inga aktiviteter är publicerade för löftet och de valda områdena.")
    else:
        activity = shown.matrix(table)
        shown.status_rules()
        if activity:
            shown.activity(table, activity, chosen)
            edit.follow_ups(activity, lofte_id, table.tertials)

    st.subheader("Mål mot utfall", anchor=False)
    shown.target_table(data.ask(promises.targets, lofte_id))

st.subheader("Vad lever vidare från löfte till löfte?", anchor=False)
lines = data.ask(promises.lines)
drawn = figures.timeline(lines, shell.palette())
parts.figure(drawn, "Tidslinje över arbeten i löftena", promises.lines_table(lines), kallor=lines["kalla_id"])

st.subheader("Räknade resultat över tid", anchor=False)
results = data.ask(promises.results_over_time, chosen)
if results.empty:
    parts.empty("Inga resultat är räknade mer än en gång för de valda åren. Resultat läggs till i utfall.csv.")
else:
    drawn = figures.results(results, shell.palette())
    counted = promises.results_table(results)
    parts.figure(drawn, "Räknade resultat per tertial", counted, kallor=results["kalla_id"])

st.subheader("Sök", anchor=False)
shown.search()
