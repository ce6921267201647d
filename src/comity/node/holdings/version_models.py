"""What a newer version of a list did to the holdings of the older one, so that it can be taken back."""

from __future__ import annotations

from django.db import models


class ListVersion(models.Model):
    """An import that brought a list up to date, with the import of the version before."""

    of = models.OneToOneField("holdings.Import", models.CASCADE, primary_key=True, related_name="version")
    replaces = models.ForeignKey("holdings.Import", models.PROTECT, related_name="newer")
    counts = models.JSONField(default=dict)
    """Entries by what became of them."""

    def __str__(self) -> str:
        """This function returns the import's id."""
        return str(self.of_id)


class ListChangeKind(models.TextChoices):
    """What a newer version did to a holding."""

    AMENDED = "amended", "amended"
    REMOVED = "removed", "removed"
    RETURNED = "returned", "returned"


class ListChange(models.Model):
    """A holding of an older version that a newer one changed: statements added and withdrawn, and who could find it."""

    of = models.ForeignKey("holdings.Import", models.CASCADE, related_name="list_changes")
    holding = models.ForeignKey("holdings.Holding", models.CASCADE, related_name="list_changes")
    kind = models.CharField(max_length=8, choices=ListChangeKind.choices)
    added = models.JSONField(default=list)
    """Ids of statements."""
    withdrawn = models.JSONField(default=list)
    """Ids of statements."""
    releasable_to = models.JSONField(default=list)
    """As it was before."""

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        """This function returns the kind."""
        return self.kind
