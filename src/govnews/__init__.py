"""Turns raw Chinese local-government news into typed data."""
