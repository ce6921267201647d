"""Stories: what this node says about a conversation, for an auditor here, or signed for one of another country.

Putting the parts of several nodes together is left to `comity.ledger.stories`.
"""
