"""What the interface says: its words in each language, the shapes of sides, lines for a shell."""
