"""What is for notebooks: a widget that answers, all tables, a map without a network, a picture."""
