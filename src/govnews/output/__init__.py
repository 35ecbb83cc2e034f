"""Results as records and tables."""
