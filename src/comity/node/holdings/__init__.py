"""Subjects and holdings: what this agency has a record of, why, from whom, and for how long.

Files are read by `comity.subjects.readers`; who may read what is `access`; the index of keys is made elsewhere, from
`queries.indexable` and the numbered log of changes.
"""
