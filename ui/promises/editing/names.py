"""What areas and sources are called in the forms and the log."""

from lagesbild_data.public import reference
from lagesbild_data.store.editing import OWN_SOURCE
from ui.frame import data

MANY_AREAS = "Flera områden tillsammans"


def names_by_id() -> dict[str, dict[str, str]]:
    """Names by id per table, with our own source also before it is used."""
    names = data.ask(reference.names)
    return {**names, "kallor": {OWN_SOURCE["kalla_id"]: OWN_SOURCE["titel"], **names["kallor"]}}
