"""Pages of seizures."""

from __future__ import annotations

from django.urls import path

from comity.node.seizures.views import detail, exhibits, importing, joint, lists, recording

app_name = "seizures"
urlpatterns = [
    path("seizures/", lists.every, name="list"),
    path("seizures/new/", recording.new, name="new"),
    path("seizures/worker.js", recording.worker, name="worker"),
    path("seizures/export/", lists.export, name="export"),
    path("seizures/import/", importing.start, name="import"),
    path("seizures/imports/", importing.every, name="imports"),
    path("seizures/imports/<str:intake_id>/", importing.report, name="report"),
    path("seizures/imports/<str:intake_id>/run/", importing.run, name="import-run"),
    path("seizures/imports/<str:intake_id>/undo/", importing.undo, name="import-undo"),
    path("seizures/imports/<str:intake_id>/faults.csv", importing.faults, name="faults"),
    path("seizures/joint/", joint.every, name="joints"),
    path("seizures/joint/message/<uuid:message_id>/", joint.of_message, name="joint-message"),
    path("seizures/joint/<str:joint_id>/", joint.one, name="joint"),
    path("seizures/joint/<str:joint_id>/answer/", joint.answer, name="joint-answer"),
    path("seizures/joint/<str:joint_id>/tie/", joint.tie, name="joint-tie"),
    path("seizures/joint/<str:joint_id>/end/", joint.end, name="joint-end"),
    path("seizures/exhibits/<str:exhibit_id>/", exhibits.one, name="exhibit"),
    path("seizures/exhibits/<str:exhibit_id>/steps/", exhibits.add_step, name="steps"),
    path("seizures/exhibits/<str:exhibit_id>/label/", exhibits.label, name="label"),
    path("seizures/photos/<str:photo_id>/", exhibits.photo, name="photo"),
    path("seizures/photos/<str:photo_id>/file", exhibits.photo_file, name="photo-file"),
    path("seizures/photos/<str:photo_id>/withdraw/", exhibits.withdraw_photo, name="photo-withdraw"),
    path("seizures/<str:seizure_id>/", detail.one, name="detail"),
    path("seizures/<str:seizure_id>/finish/", recording.finish, name="finish"),
    path("seizures/<str:seizure_id>/correct/", recording.correct, name="correct"),
    path("seizures/<str:seizure_id>/joint/", joint.propose, name="propose"),
    path("seizures/<str:seizure_id>/verify/", detail.verify, name="verify"),
    path("seizures/<str:seizure_id>/withdraw/", detail.withdraw, name="withdraw"),
    path("seizures/<str:seizure_id>/photos/", detail.add_photos, name="photos"),
    path("seizures/<str:seizure_id>/exhibits/", detail.add_exhibit, name="exhibits"),
    path("seizures/<str:seizure_id>/persons/", detail.involve, name="involve"),
    path("seizures/<str:seizure_id>/persons/<str:holding_id>/release/", detail.release, name="release"),
]
