"""Generated documentation: `python -m docs.generate` writes it, a test compares it."""
