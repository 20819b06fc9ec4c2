"""What the page shows around the player. With `mapping.bridge` the only users of Streamlit."""
