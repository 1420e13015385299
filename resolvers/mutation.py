"""The root fields of mutations: each takes one input, calls one verb, names what to return.

They are in `resolvers.mutations`, one file a noun.
"""

import strawberry

from resolvers.mutations.accounts import AccountMutations
from resolvers.mutations.attachments import AttachmentMutations
from resolvers.mutations.batches import BatchMutations
from resolvers.mutations.board_changes import BoardChangeMutations
from resolvers.mutations.boards import BoardMutations
from resolvers.mutations.card_actions import CardActionMutations
from resolvers.mutations.cards import CardMutations
from resolvers.mutations.checklists import ChecklistMutations
from resolvers.mutations.comments import CommentMutations
from resolvers.mutations.custom_fields import CustomFieldMutations
from resolvers.mutations.integrations import IntegrationMutations
from resolvers.mutations.labels import LabelMutations
from resolvers.mutations.lists import ListMutations
from resolvers.mutations.members import MemberMutations
from resolvers.mutations.notifications import NotificationMutations
from resolvers.mutations.rules import RuleMutations
from resolvers.mutations.site import SiteMutations
from resolvers.mutations.swimlanes import SwimlaneMutations
from resolvers.mutations.transfers import TransferMutations
from resolvers.mutations.users import UserMutations


@strawberry.type
class Mutation(
    AccountMutations,
    UserMutations,
    BoardMutations,
    SwimlaneMutations,
    ListMutations,
    MemberMutations,
    BoardChangeMutations,
    CardMutations,
    CardActionMutations,
    BatchMutations,
    AttachmentMutations,
    TransferMutations,
    ChecklistMutations,
    CommentMutations,
    IntegrationMutations,
    LabelMutations,
    CustomFieldMutations,
    RuleMutations,
    SiteMutations,
    NotificationMutations,
):
    """All of them."""
