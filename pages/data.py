"""Var kommer uppgifterna ifrån? What there is, how certain it is, what was changed; to read in and to save."""

from ui import catalogue, shell

chosen = shell.header("Var kommer uppgifterna ifrån?")
_, show = catalogue.section()
show(chosen)
