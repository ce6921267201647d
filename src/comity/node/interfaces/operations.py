"""What changes interfaces; how is said in the files it comes from: `tokens` and `webhooks`."""

from comity.node.interfaces.tokens import make_token, revoke_token
from comity.node.interfaces.webhooks import make_webhook, send_again, stop_webhook, test_webhook

__all__ = ["make_token", "make_webhook", "revoke_token", "send_again", "stop_webhook", "test_webhook"]
