"""Every limit in one typed place; a node may set its own in ``node.toml`` under ``[limits]``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a node accepts and how long things last. Sizes in bytes, spans in the unit that the name says."""

    packet_bytes: int = 4 * 1024 * 1024
    """The largest packet that `/v1/peer` reads; index downloads travel in answers and are not bound by it."""
    answer_bytes: int = 256 * 1024 * 1024
    """The largest answer that this node reads from a partner."""
    answer_seconds: int = 900
    """How long a partner may take over one answer, however it trickles."""
    document_depth: int = 16
    """The deepest nesting of a JSON document from outside."""
    text_characters: int = 20_000
    """The longest single text in a message."""
    subjects_per_message: int = 50
    """The most subjects that one message may carry."""
    file_bytes: int = 256 * 1024 * 1024
    """The largest file that an import reads."""
    rows_per_file: int = 1_000_000
    """The most rows that an import reads."""
    keys_per_subject: int = 16
    """The most linkage keys that a subject gets."""
    epoch_days: int = 30
    """The longest life of an epoch of the index."""
    handle_grace_days: int = 37
    """How long after its epoch a handle still resolves."""
    delta_minutes: int = 60
    """The fixed schedule on which deltas are made, even when empty."""
    delta_holdings: int = 20
    """Holdings wait until at least this many go together."""
    check_elements_day: int = 20_000
    """Elements that one partner may have evaluated in a day, over all purposes."""
    checked_days: int = 180
    """How long what was typed in for a check is kept at most; less where nothing was found."""
    batch_elements: int = 8_600
    """About so many elements go into one batch of a joint check."""
    clock_skew_minutes: int = 10
    """How far in the future a partner's time may lie."""
    message_days: int = 30
    """How long an undelivered message is tried before it expires."""
    heartbeat_minutes: int = 60
    """How often heads are exchanged with partners."""
    sealing_key_days: int = 30
    """How long a sealing key is used for new mail."""
    sealing_key_grace_days: int = 37
    """How long after that a sealing key is kept to open mail under way."""
    heads_days: int = 7
    """How long every head is kept; of older ones the last of each day stays."""
    token_calls_minute: int = 120
    """Calls that one token may make in a minute."""
    free_disk_bytes: int = 128 * 1024 * 1024
    """Below this much free disk nothing new is begun."""
    analysis_bytes: int = 256 * 1024 * 1024
    """Memory that the engine of analysis may take in each process of the node; what does not fit goes to its folder."""
    analysis_disk_bytes: int = 2 * 1024 * 1024 * 1024
    """How much the engine of analysis may put into the node's folder for a while."""
