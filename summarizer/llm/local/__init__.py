"""The model that ships with the program: Gemma 3 270M with a news adapter, served in this process."""
