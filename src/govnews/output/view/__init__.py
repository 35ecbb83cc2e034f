"""Documents as pages for people: the reading view, the view of a corpus, what a notebook shows."""
