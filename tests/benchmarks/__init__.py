"""What the registry's speed is measured by: ratios, side by side in one run. Nothing here asserts.

Each runs as `python -m tests.benchmarks.NAME`, under a BDP_HOME of its own unless one is given,
prints a table, and with --json one object.
"""
