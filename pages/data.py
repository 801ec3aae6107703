"""Var kommer uppgifterna ifrån? What there is, how certain it is, what was changed; to read in and
to save."""

from ui.catalogue.sections import section
from ui.frame import shell

chosen = shell.header("Var kommer uppgifterna ifrån?")
_, show = section()
show(chosen)
