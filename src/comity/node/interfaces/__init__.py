"""What the agency's own systems and partners' programs may do here: tokens with scopes, webhooks, TAXII.

A token acts as an account of its own on one standing duty, under the same rules as a person; a webhook says that
something happened and never what it says. Reading and writing of formats is `comity.subjects`'s business.
"""
