"""What stands around every page: shell, cache, address, meeting mode, and the door of the
server."""
