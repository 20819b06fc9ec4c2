"""How well texts are drafted: twelve annotated texts, and the scoring of a draft against them."""
