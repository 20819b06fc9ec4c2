"""What the page shows around the player, and the desk.

With app.py and `mapping.bridge` the only user of Streamlit.
"""
