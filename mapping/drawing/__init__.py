"""What is drawn, as plain values for every drawer: the payload, the heights, the address."""
