"""The page of a run's codes: a map of them, and all that is linked to it."""
