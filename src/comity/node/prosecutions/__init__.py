"""Prosecutions: what went to court, hearings, outcome and sentence; linked to cases, seizures and subjects.

Tables over many of them are left to `comity.node.picture`.
"""
