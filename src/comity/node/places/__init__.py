"""Places: the gazetteer that this node uses, what it loaded of its own, and finding a place by its name.

Where places come from and how names meet is left to `comity.flows.gazetteer`.
"""
