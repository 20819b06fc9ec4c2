"""What is for notebooks: the player as a widget, and all tables for pandas.

A map that was saved with its notebook shows again where the notebook is trusted: tried in
JupyterLab, and in VS Code (1.100) with its own renderer of HTML. A widget needs a renderer of
widgets besides, else its name stands there. In VS Code's restricted mode no output of HTML shows,
and no word instead of it, until the folder is trusted.
"""
