"""An edit as a value: changes over a folder's files, undone and redone, compared, merged, saved."""
