"""Where a release is taken apart: plain bytes in, rows and packed records out. Knows no table.

Cutting, hashing, indexing and packing keep one processor busy, PostgreSQL another. So that they
do not wait for each other, a large release is taken apart by a process of its own (`serving`) to
which its bytes are passed, and which ends with the one that it works for.
"""
