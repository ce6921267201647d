"""Forms for writing every type of message; the contents themselves are checked by `exchange.contents`."""

from comity.node.messaging.forms.alerts import AlertForm, CancelForm
from comity.node.messaging.forms.base import MessageForm
from comity.node.messaging.forms.choices import PROPERTIES, SCHEMAS
from comity.node.messaging.forms.operations import AgreeForm, PlanForm, ProposeForm, ResultForm
from comity.node.messaging.forms.requests import AnswerForm, AskForm
from comity.node.messaging.forms.rows import pressed
from comity.node.messaging.forms.setting import Setting
from comity.node.messaging.forms.settling import DeadlinesForm, DisapproveForm, HandOverForm
from comity.node.messaging.forms.sharing import FeedbackForm, ShareForm

__all__ = [
    "PROPERTIES",
    "SCHEMAS",
    "AgreeForm",
    "AlertForm",
    "AnswerForm",
    "AskForm",
    "CancelForm",
    "DeadlinesForm",
    "DisapproveForm",
    "FeedbackForm",
    "HandOverForm",
    "MessageForm",
    "PlanForm",
    "ProposeForm",
    "ResultForm",
    "Setting",
    "ShareForm",
    "pressed",
]
