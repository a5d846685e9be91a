"""Models: from settings to an `Extractor`. Heavy imports (openai, instructor) stay inside `connect`."""
