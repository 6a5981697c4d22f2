"""A workshop that damages clean text as published pages were damaged, with the truth kept: for property tests and for measuring.

Each module makes one kind of damage; a function takes clean text (and what the kind leaves open: keywords, encodings, a random
source) and gives the damaged text, so that `repair` can be asked for the way back. `mix` puts them together as real pages do.
"""
