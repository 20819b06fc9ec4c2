"""Lengths, bearings and longitudes on the globe."""
