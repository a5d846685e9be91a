"""Summaries for people: terminal, Markdown, pages, calendar. Every string is hostile here and stays text."""
