"""What nobody does on purpose, done very often: kills, damaged files, hostile texts and guesses:
`make torture`."""
