"""The benchmark: speed and size, measured on request and never in a test."""
