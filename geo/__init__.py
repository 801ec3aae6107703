"""Where things are: area surfaces, joins by id, and the folium map."""
