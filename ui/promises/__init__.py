"""Parts of the page Medborgarlöften, a module for each thing that it shows."""
