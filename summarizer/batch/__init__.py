"""Summaries of whole archives."""
