"""Folders from elsewhere: files from strangers, archives, and a new campaign to begin with."""
