"""Var kommer uppgifterna ifrån? Each table: its rows for the chosen areas and years, its columns, its sources."""

import streamlit as st

from lagesbild_data import dictionary, queries, shown
from lagesbild_data.tables import BY_NAME
from ui import crimes, data, parts, shell

chosen = shell.header("Var kommer uppgifterna ifrån?")
name = st.selectbox("Tabell", list(BY_NAME), format_func=lambda table: BY_NAME[table].label, key="tabell",
                    bind="query-params")  # fmt: skip
declared = BY_NAME[name]
st.write(declared.help)
rows, used = data.ask(queries.chosen_rows, name, chosen), queries.narrowed(name, chosen)
if name in shown.COUNTED:
    rows = shown.shown_rows(data.store(), name, rows, crimes.counts())
table = dictionary.readable(rows, declared, data.ask(queries.names))
if rows.empty:
    parts.empty(f"Inga rader för det valda. Rader läggs till i {name}.csv, eller i tabellen {name} i en databas.")
else:
    st.dataframe(table, hide_index=True, placeholder="–", alt=f"Tabellen {declared.label}, {len(table)} rader")
    count = "1 rad" if len(table) == 1 else f"{len(table)} rader"
    if name in shown.COUNTED:
        parts.note(
            f"Under kommunnivå visas inte antal under {data.threshold()}, det som skulle röja dem eller månader."
        )
    parts.note(f"{count} · {parts.choice(used)}. {dictionary.extent(chosen, used)}")
    parts.downloads(table, name, declared.label, parts.choice(used), rows.get("kalla_id", []))

st.subheader("Kolumnernas betydelse", anchor=False)
parts.table(dictionary.columns(declared), f"Kolumner i {declared.label}")
if "kalla_id" in rows:
    st.subheader("Källor och förbehåll", anchor=False)
    parts.table(dictionary.sources_of(rows, data.ask(queries.sources)), "Källor",
                {"Publicerad": "datum anges inte"})  # fmt: skip
