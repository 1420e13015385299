"""The root fields of mutations: each takes one input, calls one verb, names what to return.

They are in `resolvers.mutations`, one file a noun.
"""

import strawberry

from resolvers.mutations.accounts import AccountMutations
from resolvers.mutations.boards import BoardMutations
from resolvers.mutations.cards import CardMutations
from resolvers.mutations.users import UserMutations


@strawberry.type
class Mutation(AccountMutations, UserMutations, BoardMutations, CardMutations):
    """All of them."""
