"""Parts of the page Data och källor, a module for each of its sections."""
