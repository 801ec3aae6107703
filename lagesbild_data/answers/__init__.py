"""What is asked of a reader's store, a module per subject; overview, area and catalogue compose the
others."""
