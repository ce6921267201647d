"""Partners: cards, fingerprints, who is accepted by whom, what they may see; the gate through which nodes speak.

`peer` is the gate: every packet of a partner comes in through it and every packet to one leaves through it. What a
message means is the slice messaging's; what a check means, matching's: both register themselves at the gate.
"""
