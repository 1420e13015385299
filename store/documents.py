"""The one mapping between Wekan's documents and our records: its table of contents.

The records themselves are in `store.mapping`, one file a noun. Each line there states an
attribute, where it lies, and what a document without it means. Only what a rule or a
reader uses is listed; everything else in a document is left as it is. Source: the schemas
in Wekan's models/ folder.
"""

from store.mapping.activities import Activity
from store.mapping.attachments import Attachment
from store.mapping.boards import Board, Label, Member, Share, Watcher
from store.mapping.cards import Card, Dependency
from store.mapping.checklists import Checklist, ChecklistItem
from store.mapping.comments import Comment, Reaction
from store.mapping.custom_fields import CustomField
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
from store.mapping.places import List, Position, Swimlane, WipLimit
from store.mapping.site import Counter, Organisation, SiteSettings, VisibilityMode

__all__ = [
    "Activity",
    "Attachment",
    "Avatar",
    "Board",
    "Card",
    "Checklist",
    "ChecklistItem",
    "Comment",
    "Counter",
    "Credentials",
    "CustomField",
    "Dependency",
    "Email",
    "Label",
    "List",
    "LoginToken",
    "Member",
    "OrgMembership",
    "Organisation",
    "Position",
    "Reaction",
    "Session",
    "Share",
    "SiteSettings",
    "Swimlane",
    "TeamMembership",
    "User",
    "VisibilityMode",
    "Watcher",
    "WipLimit",
]
