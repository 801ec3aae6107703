"""One area: what is known of it, when things happened, and what is not known."""
