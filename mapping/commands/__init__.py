"""What the command line does: `line` reads it and runs one command, `serve` shows the page."""
