"""The benchmarks: ``python -m bench``. Each compares ours with a baseline measured in the same run; see docs/performance.md."""
