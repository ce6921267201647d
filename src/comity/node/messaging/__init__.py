"""Asking and answering: conversations with partners, their messages, the outbox, receipts and chains.

`operations` is what people do; `receiving` what a partner's message does here; `delivering` carries the outbox;
`comparing` is the gate of recovery: before anything is sent after a start, both sides tell where their chains stand.
"""
