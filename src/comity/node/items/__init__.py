"""Items that were given and received: their terms, where they went, who read them, where copies of them are.

Owner and id name an item at every node for ever. What may be done with one is decided by `comity.exchange.uses`, and
nothing here goes around it; sending is `node.messaging`'s.
"""
