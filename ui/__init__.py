"""The only shared Streamlit code: what every page is put together from."""
