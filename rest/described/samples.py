"""The things that the document's examples speak of. The tests make a board of them and send
each example as it stands."""

BOARD = "fT6wHhYxJcT2n2222"
OTHER_BOARD = "kW9sMbQzD3vRg2222"
SWIMLANE = "s8RkQmWzE3vBn2222"
OTHER_SWIMLANE = "pX4cNfTyG5wDa2222"
EMPTY_SWIMLANE = "wL7dPhKzS2mQe2222"
LIST = "cD4nR8oX2yAqS2222"
OTHER_LIST = "vB6gT2jZ9xNsE2222"
THIRD_LIST = "mK8wP3hY6tDzV2222"
"""On the other board."""
CARD = "aB3kQ7mW9xZpR2222"
OTHER_CARD = "hJ5rY8nC4tFqW2222"
THIRD_CARD = "yG9mX3dL6bPvK2222"
ARCHIVED_CARD = "zK2wE7sH5fTcN2222"
MEMBER = "k7TqM3xZpW9bN2222"
GUEST = "uN4xC8hRtY6jD2222"
"""Somebody with an account who is not on the board."""
LABEL = "bG5tKr"
OTHER_LABEL = "xQ8nWd"
FIELD = "nP7vD4cJ8sXrM2222"
DROPDOWN = "eR5hB9kW3zGtY2222"
DROPDOWN_ITEM = "mT4xZq"
CHECKLIST = "dS6yF2nQ7wLpH2222"
ITEM = "tC8bJ4mV9gKxR2222"
COMMENT = "qW3zE6rT9yLpS2222"
RULE = "gH7jK9mN4bVcX2222"
INTEGRATION = "jR3tY6wQ8sDfG2222"
ATTACHMENT = "64a1f0c2b7d98e35f6102222"
BACKGROUND = "64b7d31e9a02c4f85d302222"
ORGANISATION = "xC5vB8nM2kJhG2222"
TEAM = "rF4gT7yH9wSdE2222"
DOMAIN = "example.org"

PARTS = {
    "board_id": ("The board.", BOARD),
    "swimlane_id": ("The swimlane.", SWIMLANE),
    "list_id": ("The list.", LIST),
    "card_id": ("The card.", CARD),
    "user_id": ("The person.", MEMBER),
    "member_id": ("The person.", MEMBER),
    "assignee_id": ("The person.", MEMBER),
    "domain": ("What follows the @ in an e-mail address.", DOMAIN),
    "rule_id": ("The rule.", RULE),
    "custom_field_id": ("The custom field.", FIELD),
    "custom_field_value": ("The value that the cards must have.", "Kitchen"),
    "target_id": ("The card that it depends on.", OTHER_CARD),
    "checklist_id": ("The checklist.", CHECKLIST),
    "item_id": ("The item.", ITEM),
    "comment_id": ("The comment.", COMMENT),
    "dropdown_item_id": ("The choice.", DROPDOWN_ITEM),
    "integration_id": ("The integration.", INTEGRATION),
    "attachment_id": ("The attachment.", ATTACHMENT),
    "source": ("The tool.", "trello"),
    "format": ("The tool.", "trello"),
    "org_id": ("The organisation.", ORGANISATION),
    "team_id": ("The team.", TEAM),
}
"""Each part of a path: what it names, and which of the samples that may be."""
