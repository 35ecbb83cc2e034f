"""What stands in a plain string: numbers, statistics, periods, names; spans index the string."""
