"""Rows of the ledger: entries, blocks, heads of ours and of partners, what partners attest, alarms.

Every row here can be recomputed or is signed; `comity ledger verify` does so. `EntryObject` is an index for searching
only.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.node.audit import browsing_models  # noqa: F401 -- Django finds all models of the slice from here


class Log(models.Model):
    """One log of this node. A node has one, and another after each recovery."""

    id = models.CharField(max_length=36, primary_key=True)
    number = models.PositiveIntegerField(unique=True)
    size = models.PositiveBigIntegerField(default=0)
    started = models.DateTimeField()
    statement = models.TextField(blank=True)
    """The signed statement that began this log in recovery; empty for the first."""

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        """This function returns the id."""
        return self.id


class LedgerState(models.Model):
    """The one row that every writer locks: it is the sequencer."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    log = models.ForeignKey(Log, models.PROTECT)
    recovery_since = models.DateTimeField(null=True)
    recovery_reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_ledger_state")]

    def __str__(self) -> str:
        """This function returns the current log's id."""
        return self.log_id


class LedgerEntry(models.Model):
    """One entry: what its leaf holds, the leaf's hash, and the details and salt that can be erased."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="entries")
    index = models.PositiveBigIntegerField()
    event = models.CharField(_("event"), max_length=80)
    actor = models.CharField(_("who"), max_length=40)
    time = models.DateTimeField(_("when"))
    objects_text = models.TextField()
    """The ids of the objects, one to a line."""
    purpose = models.CharField(_("purpose"), max_length=40, blank=True)
    commitment = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    salt = models.BinaryField(max_length=32, null=True)
    details = models.TextField(null=True)
    """Canonical JSON; null once erased."""

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="entry_index")]
        indexes = [
            models.Index(fields=["time"], name="entry_time"),
            models.Index(fields=["event", "time"], name="entry_event"),
            models.Index(fields=["actor", "time"], name="entry_actor"),
        ]

    def __str__(self) -> str:
        """This function returns the index and event."""
        return f"{self.index} {self.event}"

    @property
    def object_ids(self) -> tuple[str, ...]:
        """This function returns the ids of what the entry concerns."""
        return tuple(self.objects_text.split("\n")) if self.objects_text else ()


class EntryObject(models.Model):
    """Finds the entries about an object."""

    entry = models.ForeignKey(LedgerEntry, models.CASCADE, related_name="found_by")
    object = models.CharField(max_length=120, db_index=True)

    def __str__(self) -> str:
        """This function returns the object's id."""
        return self.object


class LedgerBlock(models.Model):
    """A closed block of 256 leaves."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="blocks")
    index = models.PositiveBigIntegerField()
    nodes = models.BinaryField()
    """The block's hash, then each larger perfect subtree that it completes, 32 bytes each."""
    padding = models.PositiveSmallIntegerField(default=0)
    """How many leaves at its end are padding."""
    salt = models.BinaryField(max_length=32, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="block_index")]

    def __str__(self) -> str:
        """This function returns the index."""
        return str(self.index)


class LedgerHead(models.Model):
    """A head of ours that was signed."""

    log = models.ForeignKey(Log, models.PROTECT, related_name="heads")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    time = models.DateTimeField()
    token = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="head_size")]

    def __str__(self) -> str:
        """This function returns the size."""
        return str(self.size)


class KeptHead(models.Model):
    """A partner's head that this node keeps."""

    partner = models.CharField(max_length=40, db_index=True)
    log = models.CharField(max_length=36)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    time = models.DateTimeField()
    """As the partner says."""
    token = models.TextField()
    kept = models.DateTimeField()
    """When this node began to keep it."""
    proven = models.BooleanField()
    """Whether a proof ties it to the heads kept before and after it."""
    current = models.BooleanField(default=False)
    """Whether it is the newest one that this node attests."""

    class Meta:
        ordering = ("-kept", "-id")
        constraints = [
            models.UniqueConstraint(fields=["partner", "log", "size"], name="kept_size"),
            models.UniqueConstraint(fields=["partner"], condition=models.Q(current=True), name="one_current_head"),
        ]

    def __str__(self) -> str:
        """This function returns the partner and size."""
        return f"{self.partner} {self.size}"


class Witness(models.Model):
    """What a partner attests to keep of ours, newest only."""

    partner = models.CharField(max_length=40, primary_key=True)
    log = models.CharField(max_length=36)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    token = models.TextField()
    attested = models.DateTimeField()
    """As the partner says."""
    compared = models.DateTimeField()
    """When this node received and compared it."""

    def __str__(self) -> str:
        """This function returns the partner and size."""
        return f"{self.partner} {self.size}"


class AlarmKind(models.TextChoices):
    """What an alarm is about."""

    PARTNER_INCONSISTENT = "partner-inconsistent", _("A partner's ledger does not continue what it showed before")
    PARTNER_NEW_LOG = "partner-new-log", _("A partner lost a part of its ledger and began a new one")
    OURS_BEHIND = "ours-behind", _("A partner knows more of our ledger than we do")
    OURS_DIFFERENT = "ours-different", _("A partner keeps a head that our ledger does not have")
    CHAIN_FORKED = "chain-forked", _("A partner sent another message for a place that was taken")
    CHAIN_LOST = "chain-lost", _("A partner knows messages of ours that this node lost")


class Alarm(models.Model):
    """Something that a person must look at."""

    id = models.CharField(max_length=36, primary_key=True)
    kind = models.CharField(_("what"), max_length=30, choices=AlarmKind.choices)
    partner = models.CharField(max_length=40, blank=True)
    time = models.DateTimeField(_("when"))
    evidence = models.JSONField(default=dict)
    closed = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("-time",)

    def __str__(self) -> str:
        """This function returns what it is about."""
        return self.get_kind_display()
