"""Counts and sums over any dataframe: frame in, the same kind of frame out."""
