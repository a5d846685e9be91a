"""The HTTP service behind `summarizer serve`."""
