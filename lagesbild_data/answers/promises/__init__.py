"""Do we keep our promises? What is promised, how it is followed up, and what is read aloud."""
