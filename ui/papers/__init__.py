"""Parts of the page Mötesunderlag, a module for each thing that it shows."""
