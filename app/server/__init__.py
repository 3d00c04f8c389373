"""What keeps a server safe and fair: who is let in, what leaves with every answer, whose turn it is."""
