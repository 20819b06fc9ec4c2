"""Lengths and longitudes on the globe, and the planes on which it is drawn."""
