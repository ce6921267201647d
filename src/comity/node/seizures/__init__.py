"""Seizures: what was seized where, its routes, exhibits and custody, photos, imports, and joint seizures.

Statistics, routes and maps over many of them are left to `comity.node.picture`.
"""
