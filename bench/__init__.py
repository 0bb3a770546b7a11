"""Benchmarks: each a table with a ratio against a peer measured in the same run."""
