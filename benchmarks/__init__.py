"""Measurements that anyone can repeat, and what they need: articles and an endpoint without a model.

`python -m benchmarks.client_overhead` measures the CPU that one article costs on our side of the wire,
against the `openai` client, and exits with 1 when ours is above its limit. `python -m
benchmarks.endpoint` is the endpoint alone, for trying a client against latency, faults and
Retry-After. `python -m benchmarks.batch` has the figures of archives, `python -m benchmarks.wire_copy`
those of copies found among them. All need the extra `dev`.
"""
