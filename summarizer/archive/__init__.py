"""Reading articles from files, standard input and the web, and writing results."""
