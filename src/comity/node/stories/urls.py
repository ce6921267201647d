"""The pages of stories."""

from django.urls import path

from comity.node.stories import views

app_name = "stories"
urlpatterns = [
    path("ledger/story", views.story, name="story"),
    path("ledger/story/extract", views.extract, name="extract"),
]
