"""Repairs of characters and script, each as edits with the rule that made them; no line is joined here."""
