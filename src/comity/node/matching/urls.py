"""Where the pages of matching are."""

from django.urls import path

from comity.node.matching import views, views_budgets, views_joint

app_name = "matching"
urlpatterns = [
    path("check/", views.check, name="check"),
    path("check/holdings/", views.check_holdings, name="check-holdings"),
    path("checks/", views.checks, name="checks"),
    path("checks/<uuid:check_id>/", views.checked, name="checked"),
    path("hits/", views.hits, name="hits"),
    path("hits/<uuid:hit_id>/", views.hit, name="hit"),
    path("hits/<uuid:hit_id>/confirm/", views.confirm, name="confirm"),
    path("hits/<uuid:hit_id>/dismiss/", views.dismiss, name="dismiss"),
    path("budgets/", views_budgets.budgets, name="budgets"),
    path("budgets/<str:partner_id>/", views_budgets.budget, name="budget"),
    path("budgets/<str:partner_id>/<slug:action>/", views_budgets.change, name="budget-change"),
    path("joint/", views_joint.joint_checks, name="joint-checks"),
    path("joint/<uuid:joint_id>/", views_joint.joint, name="joint"),
    path("joint/<uuid:joint_id>/<slug:action>/", views_joint.change, name="joint-change"),
]
