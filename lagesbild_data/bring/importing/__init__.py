"""Bringing files into a store: what a file would change, and doing it, all or nothing.

What is told of it rests on what a reader may see of the store, and what is written over a count
that isn't shown is written whatever stands there: two stores that show the same answer the same.
"""
