"""Outputs of each format: they take results one after the other and become a file when they are closed."""
