"""The one mapping between Wekan's documents and our records: its table of contents.

The records themselves are in `store.mapping`, one file a noun. Each line there states an
attribute, where it lies, and what a document without it means. Only what a rule or a
reader uses is listed; everything else in a document is left as it is. Source: the schemas
in Wekan's models/ folder.
"""

from store.mapping.activities import Activity
from store.mapping.attachments import Attachment, Background, StorageRules
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
from store.mapping.comments import Comment, Reaction
from store.mapping.custom_fields import CustomField, DropdownItem
from store.mapping.hits import Hit
from store.mapping.integrations import Integration
from store.mapping.people import (
    Avatar,
    Credentials,
    Email,
    LoginToken,
    OrgMembership,
    Session,
    TeamMembership,
    User,
)
from store.mapping.places import List, Position, Swimlane, Undoable, WipLimit
from store.mapping.rules import Action, Rule, Trigger
from store.mapping.site import Counter, InvitingRoles, Organisation, SiteSettings, VisibilityMode

__all__ = [
    "Action",
    "Activity",
    "Attachment",
    "Avatar",
    "Background",
    "Ballots",
    "Board",
    "BoardSettings",
    "Card",
    "Checklist",
    "ChecklistItem",
    "Comment",
    "Counter",
    "Credentials",
    "CustomField",
    "Dependency",
    "DropdownItem",
    "Email",
    "FieldEntry",
    "Hit",
    "Integration",
    "InvitingRoles",
    "Label",
    "List",
    "Location",
    "LoginToken",
    "Member",
    "OrgMembership",
    "Organisation",
    "Poker",
    "Position",
    "Reaction",
    "Rule",
    "Session",
    "Share",
    "SiteSettings",
    "Sticker",
    "StorageRules",
    "Swimlane",
    "TeamMembership",
    "Trigger",
    "Undoable",
    "User",
    "VisibilityMode",
    "Vote",
    "Watcher",
    "WipLimit",
]
