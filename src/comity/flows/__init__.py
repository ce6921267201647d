"""Seizures, routes and statistics: how they are read, counted, protected and drawn.

Records come as tables whose columns `records` names, through `comity.engines`. Small cells are `disclosure`'s business,
change over time that of `trends`, places that of `gazetteer`, pictures that of `maps`. Storage and rights are left to
the node. Modules that need the extra ``analysis`` are imported where they are used, never from here.
"""
