"""Where interfaces are: their pages for the administrator, and TAXII."""

from django.urls import path

from comity.node.interfaces import taxii, views

app_name = "interfaces"
urlpatterns = [
    path("interfaces/", views.overview, name="list"),
    path("interfaces/tokens/new", views.new_token, name="token-new"),
    path("interfaces/tokens/<uuid:token_id>/revoke", views.revoke, name="token-revoke"),
    path("interfaces/webhooks/new", views.new_webhook, name="webhook-new"),
    path("interfaces/webhooks/<uuid:webhook_id>", views.webhook, name="webhook"),
    path("interfaces/webhooks/<uuid:webhook_id>/test", views.test, name="webhook-test"),
    path("interfaces/webhooks/<uuid:webhook_id>/stop", views.stop, name="webhook-stop"),
    path("interfaces/deliveries/<uuid:delivery_id>/again", views.again, name="delivery-again"),
    path("taxii2/", taxii.discovery, name="taxii"),
    path("taxii2/node/", taxii.root, name="taxii-root"),
    path("taxii2/node/collections/", taxii.collections, name="taxii-collections"),
    path("taxii2/node/collections/<uuid:collection_id>/", taxii.collection, name="taxii-collection"),
    path("taxii2/node/collections/<uuid:collection_id>/objects/", taxii.objects, name="taxii-objects"),
    path("taxii2/node/collections/<uuid:collection_id>/manifest/", taxii.manifest, name="taxii-manifest"),
    path("taxii2/node/collections/<uuid:collection_id>/objects/<str:object_id>/", taxii.one, name="taxii-object"),
    path(
        "taxii2/node/collections/<uuid:collection_id>/objects/<str:object_id>/versions/", taxii.versions,
        name="taxii-versions",
    ),
    path("taxii2/<path:rest>", taxii.nothing, name="taxii-nothing"),
]  # fmt: skip
