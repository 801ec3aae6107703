"""Where data lie: folders of CSV and databases, opened, checked, written and replaced."""
