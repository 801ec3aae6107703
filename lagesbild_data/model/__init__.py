"""What can be said: the settings, and what periods and areas the answers speak of."""
