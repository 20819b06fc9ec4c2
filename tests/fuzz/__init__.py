"""Folders, files, pictures, addresses and texts by the thousand, as strangers send them."""
