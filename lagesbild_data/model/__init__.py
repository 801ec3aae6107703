"""What can be said: every table and its rules, the choice of areas and years, what the answers
speak of, and the settings."""
