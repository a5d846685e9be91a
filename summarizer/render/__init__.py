"""Summaries for people: terminal, Markdown. Every string is hostile here and is written as plain text."""
