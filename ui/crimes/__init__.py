"""Parts of the page Anmälda brott, a module for each thing that it shows."""
