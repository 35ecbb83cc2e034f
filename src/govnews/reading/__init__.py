"""Bytes and files to text."""
