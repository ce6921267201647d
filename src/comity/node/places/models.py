"""What this node loaded of its own places."""

from __future__ import annotations

from types import MappingProxyType

from django.db import models
from django.utils.translation import gettext_lazy as _

from comity.flows.gazetteer import Place
from comity.node.runtime import make_id


class PlaceList(models.Model):
    """A list of places that was loaded, or loaded and taken back."""

    id = models.CharField(max_length=36, primary_key=True, default=make_id, editable=False)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("places"))
    by = models.CharField(max_length=36)
    at = models.DateTimeField(_("loaded"))
    undone_by = models.CharField(max_length=36, blank=True)
    undone = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        """This function returns the name of the file."""
        return self.file_name


class OwnPlace(models.Model):
    """One place of such a list; it lies over the place of the same code that ships, or is new."""

    list = models.ForeignKey(PlaceList, on_delete=models.CASCADE, related_name="places")
    code = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    level = models.PositiveSmallIntegerField()
    parent = models.CharField(max_length=20)
    names = models.JSONField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["list", "code"], name="place_once_a_list"),)

    def __str__(self) -> str:
        """This function returns the code."""
        return self.code

    @property
    def place(self) -> Place:
        """This function returns the place as the gazetteer has places."""
        named = MappingProxyType(dict(self.names))
        of = self.code if self.latitude is not None else ""
        return Place(self.code, self.country, self.level, named, self.parent, self.latitude, self.longitude, of)
