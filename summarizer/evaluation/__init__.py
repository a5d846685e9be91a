"""Scores of summaries against gold annotations (extra `evals`)."""
