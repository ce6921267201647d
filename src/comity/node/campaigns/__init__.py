"""Campaigns: period, provinces, targets, activities, and results counted from the records themselves.

What is counted is left to the slices that keep it.
"""
