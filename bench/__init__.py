"""What Comity measures of itself, and beside its peers: ``python -m bench``. Nothing of it is installed with a node.

One file is one measurement, named in ``registry.py``; ``peers/`` holds the peers' side of each, which runs in the
peer's own environment and imports nothing from here. Results are JSON in ``bench/results`` (not in git), and
``report.py`` turns them into ``docs/benchmarks.md``, ``docs/validation-names.md`` and the pictures.
"""
