"""A subject's parts of a document."""
