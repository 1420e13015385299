"""The one mapping between Wekan's documents and our records: its table of contents.

The records themselves are in `store.mapping`, one file a noun. Each line there states an
attribute, where it lies, and what a document without it means. Only what a rule or a
reader uses is listed; everything else in a document is left as it is. Source: the schemas
in Wekan's models/ folder.
"""

from store.mapping.activities import Activity
from store.mapping.attachments import Attachment, Background, StorageRules
from store.mapping.audiences import BoardAudience, CardAudience, ListAudience
from store.mapping.board_settings import BoardSettings
from store.mapping.boards import Board, Label, Member, Share, Watcher
from store.mapping.cards import (
    Ballots,
    Card,
    Dependency,
    FieldEntry,
    Location,
    Poker,
    Sticker,
    Vote,
)
from store.mapping.checklists import Checklist, ChecklistItem
from store.mapping.comments import Comment, GivenReaction, Reaction
from store.mapping.custom_fields import CustomField, DropdownItem, FieldSettings, ShownValue
from store.mapping.hits import Hit
from store.mapping.integrations import WHOLE_SITE, Delivery, Integration
from store.mapping.people import (
    Avatar,
    Credentials,
    Email,
    LoginToken,
    Notification,
    OrgMembership,
    Session,
    TeamMembership,
    Tray,
    User,
)
from store.mapping.places import List, Position, Swimlane, Undoable, WipLimit
from store.mapping.rules import Action, Rule, Trigger
from store.mapping.shared_settings import SharedSettings
from store.mapping.site import (
    Counter,
    EmailDomain,
    InvitingRoles,
    Organisation,
    SiteSettings,
    Team,
    VisibilityMode,
)
from store.mapping.transfers import Impersonation, ImportJob, TransferRules

__all__ = [
    "WHOLE_SITE",
    "Action",
    "Activity",
    "Attachment",
    "Avatar",
    "Background",
    "Ballots",
    "Board",
    "BoardAudience",
    "BoardSettings",
    "Card",
    "CardAudience",
    "Checklist",
    "ChecklistItem",
    "Comment",
    "Counter",
    "Credentials",
    "CustomField",
    "Delivery",
    "Dependency",
    "DropdownItem",
    "Email",
    "EmailDomain",
    "FieldEntry",
    "FieldSettings",
    "GivenReaction",
    "Hit",
    "Impersonation",
    "ImportJob",
    "Integration",
    "InvitingRoles",
    "Label",
    "List",
    "ListAudience",
    "Location",
    "LoginToken",
    "Member",
    "Notification",
    "OrgMembership",
    "Organisation",
    "Poker",
    "Position",
    "Reaction",
    "Rule",
    "Session",
    "Share",
    "SharedSettings",
    "ShownValue",
    "SiteSettings",
    "Sticker",
    "StorageRules",
    "Swimlane",
    "Team",
    "TeamMembership",
    "TransferRules",
    "Tray",
    "Trigger",
    "Undoable",
    "User",
    "VisibilityMode",
    "Vote",
    "Watcher",
    "WipLimit",
]
