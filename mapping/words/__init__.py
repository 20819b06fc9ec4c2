"""What the interface says and draws: its words in each language, and its pictograms."""
