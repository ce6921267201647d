"""The picture: routes and flows, statistics, and what partners contribute to the regional one.

How it is counted, protected and drawn is left to `comity.flows`. Recorded here is only what bears on the numbers, such
as how much was reported.
"""
