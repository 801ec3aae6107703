"""What has been changed in the program."""

from lagesbild_data.answers.catalogue import changelog
from lagesbild_data.model.filter import Filter
from lagesbild_data.public.table import Column, Table
from ui.frame import data
from ui.parts import prose, tables


def changes(chosen: Filter) -> None:
    """The latest changes that have been made in the program, newest first."""
    frame = data.ask(changelog.log)
    if frame.empty:
        prose.empty(
            "Inga ändringar har gjorts i programmet. Här står sedan vem som har ändrat vad, och"
            " när."
        )
    else:
        tables.table(Table.of(frame, Column("Ändring", "")), "Ändringslogg")
