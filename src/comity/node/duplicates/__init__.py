"""Records of this agency that may be of one subject: found with the keys of linkage, decided by a person.

`finding` follows the numbered log of changes of holdings and proposes pairs; nothing is joined without a person. How
subjects are joined and separated is the business of `holdings.merging`, what keys and evidence are that of `linkage`.
"""
