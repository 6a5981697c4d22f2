"""A grammar that writes sentences whose figures are known."""
