"""Parts of the page Område, a module for each of its headings."""
