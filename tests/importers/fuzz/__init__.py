"""Files in every format, made from a true table by writers that know nothing of the importers, and
read back."""
