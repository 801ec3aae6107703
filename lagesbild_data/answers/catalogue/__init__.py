"""Answers about the data themselves: how much there is, what to know of it, its changes, and the
files that leave the program."""
