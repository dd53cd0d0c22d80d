"""Papers to print; how they read is decided here, and painted by reportlab."""
