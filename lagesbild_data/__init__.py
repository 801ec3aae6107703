"""What is known: the data dictionary, stores, validation, queries and the published data."""
