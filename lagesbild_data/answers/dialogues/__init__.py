"""Dialogues, meetings and other events: which are chosen, how many there are, in words, and as a
calendar.

Years and areas are those of the shared filter; an event belongs to the year it begins. What is
counted are dialogues and meetings that were held: what was only planned is counted as planned, and
serious events are counted by themselves.
"""
