"""How we speak: Swedish, faults, progress, measures, cells of a spreadsheet."""
