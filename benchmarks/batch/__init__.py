"""The figures of `summarizer batch`: `python -m benchmarks.batch NAME [--quick]`."""
