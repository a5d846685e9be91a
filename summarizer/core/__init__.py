"""The pure core: text in, verified summary out. No I/O, clock, randomness, environment or network."""
