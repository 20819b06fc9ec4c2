"""What a campaign tells of each day: positions, claims in order, sentences; no drawing."""
