"""Checks against partners' indexes, and the indexes that partners hold of this node. Rules: ``comity.linkage``.

`publishing` keeps epochs and indexes for partners, `answering` evaluates for them, `fetching` keeps their indexes
here, `asking` carries checks out, `hits` weighs what was found, `living` looks again after every delta. Secrets of
epochs rest wrapped under ``keys/epochs/`` and are destroyed when their epoch ends; indexes are files under
``indexes/``.
"""
