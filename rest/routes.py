"""The whole route table of Wekan's REST: method, path, handler, who may call, and how Wekan
itself answers a failure there."""

from itertools import groupby

from starlette.routing import BaseRoute

from rest import (
    attachments,
    beyond,
    board_changes,
    boards,
    bulk,
    card_actions,
    cards,
    checklists,
    comments,
    custom_fields,
    dependencies,
    domains,
    exports,
    imports,
    integrations,
    labels,
    lists,
    members,
    rules,
    sessions,
    site,
    stored_files,
    swimlanes,
    tokens,
    users,
)
from rest.credentials import ATTACHMENTS, EXPORTS, FILES
from rest.door import Row, Who, route_of
from rest.errors import Failure, Manner, Missing

_TOLD = Manner(Failure.TOLD)
_SWALLOWED = Manner(Failure.SWALLOWED)
_MAPPED = Manner(Failure.MAPPED)
_CODED = Manner(Failure.CODED)
_UNCAUGHT = Manner(Failure.UNCAUGHT)
_LABELS = Manner(Failure.EXPLICIT, forbidden=labels.FORBIDDEN)
_DOMAINS = Manner(Failure.EXPLICIT, forbidden=domains.FORBIDDEN)
_ADDING = Manner(Failure.EXPLICIT, Missing.EMPTY, forbidden=members.CANNOT_ADD)
_REMOVING = Manner(Failure.EXPLICIT, Missing.EMPTY, forbidden=members.CANNOT_REMOVE)
_CHANGING = Manner(Failure.EXPLICIT, forbidden=members.CANNOT_CHANGE)
_NAMED_SWALLOWED = Manner(Failure.SWALLOWED, Missing.TOLD)
_NONE_SWALLOWED = Manner(Failure.SWALLOWED, Missing.EMPTY)
_ANY_SWALLOWED = Manner(Failure.SWALLOWED, Missing.ID)
_OBJECT_SWALLOWED = Manner(Failure.SWALLOWED, Missing.OBJECT)
_NONE_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.EMPTY)
_NAMED_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.TOLD)
_ANY_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.ID)
_FIELD_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.ID, asked="custom_field_id")
_ELSEWHERE_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.ELSEWHERE)
_LOST_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.LOST)
_BARE_UNCAUGHT = Manner(Failure.UNCAUGHT, Missing.BARE)
_EXPLICIT = Manner(Failure.EXPLICIT)
_NONE_EXPLICIT = Manner(Failure.EXPLICIT, Missing.EMPTY)
_CRASHING = Manner(Failure.UNCAUGHT, Missing.CRASH)
_CANNOT_SEE = Manner(
    Failure.FLAGGED, forbidden="You do not have permission to access this attachment"
)
_CANNOT_LIST = Manner(Failure.FLAGGED, forbidden="You do not have permission to access this board")
_CANNOT_MODIFY = Manner(Failure.FLAGGED, forbidden="You do not have permission to modify this card")
_CANNOT_TRANSFER = Manner(
    Failure.FLAGGED, forbidden="You do not have permission to modify the target card"
)
_CANNOT_DELETE = Manner(
    Failure.FLAGGED, forbidden="You do not have permission to delete this attachment"
)
_EXPORTING = Manner(Failure.EXPLICIT, Missing.OBJECT)
_NOT_ADMIN = Manner(Failure.FLAGGED, forbidden="Board admin required")

_USER = "/api/users/{user_id}"
_ADMIN = "/api/admin"
_BOARD = "/api/boards/{board_id}"
_RULE = _BOARD + "/rules/{rule_id}"
_INTEGRATIONS = _BOARD + "/integrations"
_INTEGRATION = _INTEGRATIONS + "/{integration_id}"
_LIST = _BOARD + "/lists/{list_id}"
_SWIMLANE = _BOARD + "/swimlanes/{swimlane_id}"
_BOARD_MEMBER = _BOARD + "/members/{user_id}"
_CARDS = _BOARD + "/lists/{list_id}/cards"
_CARD = _CARDS + "/{card_id}"
_LIST_COUNT = _BOARD + "/lists/{list_id}/cards_count"
_MEMBER = _CARD + "/members/{member_id}"
_ASSIGNEE = _CARD + "/assignees/{assignee_id}"
_VALUE = _CARD + "/customFields/{custom_field_id}"
_BY_FIELD = _BOARD + "/cardsByCustomField/{custom_field_id}/{custom_field_value}"
_FIELDS = _BOARD + "/custom-fields"
_FIELD = _FIELDS + "/{custom_field_id}"
_ITEMS = _FIELD + "/dropdown-items"
_ITEM = _ITEMS + "/{dropdown_item_id}"
_DEPENDENCIES = _BOARD + "/cards/{card_id}/dependencies"
_CHECKLISTS = _BOARD + "/cards/{card_id}/checklists"
_CHECKLIST = _CHECKLISTS + "/{checklist_id}"
_CHECKLIST_ITEM = _CHECKLIST + "/items/{item_id}"
_COMMENTS = _BOARD + "/cards/{card_id}/comments"
_COMMENT = _COMMENTS + "/{comment_id}"
_FILES = "/api/attachment"
_FILES_OF_BOARD = _FILES + "/list/{board_id}"
_FILES_OF_SWIMLANE = _FILES_OF_BOARD + "/{swimlane_id}"
_FILES_OF_LIST = _FILES_OF_SWIMLANE + "/{list_id}"
_FILES_OF_CARD = _FILES_OF_LIST + "/{card_id}"
_STORED = "/cdn/storage/attachments/{attachment_id}"

# fmt: off
ROUTES: tuple[Row, ...] = (
    Row("POST", "/users/login", sessions.login, Who.ANYBODY, _TOLD),
    Row("POST", "/users/register", sessions.register, Who.ANYBODY, _TOLD),
    Row("POST", "/users/logout", sessions.logout, Who.ANYBODY, _TOLD),
    Row("GET", "/api/user", users.viewer, Who.PERSON, _SWALLOWED),
    Row("GET", "/api/users", users.every, Who.SITE_ADMIN, _SWALLOWED),
    Row("POST", "/api/users", users.create, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", _USER, users.one, Who.SITE_ADMIN, _OBJECT_SWALLOWED),
    Row("PUT", _USER, users.change, Who.SITE_ADMIN, _NONE_SWALLOWED),
    Row("DELETE", _USER, users.delete, Who.SITE_ADMIN, _ANY_SWALLOWED),
    Row("GET", _USER + "/boards", users.boards, Who.SELF, _SWALLOWED),
    Row("POST", "/api/createtoken/{user_id}", tokens.create, Who.SITE_ADMIN, _SWALLOWED),
    Row("POST", "/api/deletetoken", tokens.delete, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", "/api/settings", site.settings, Who.SITE_ADMIN, _SWALLOWED),
    Row("PUT", "/api/settings", site.change_settings, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", _ADMIN + "/attachment-settings", site.storage, Who.SITE_ADMIN, _SWALLOWED),
    Row("PUT", _ADMIN + "/attachment-settings", site.change_storage, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", _ADMIN + "/domains", site.domains, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", _ADMIN + "/orgs", site.organisations, Who.SITE_ADMIN, _SWALLOWED),
    Row("PUT", _ADMIN + "/orgs/features", site.change_organisations, Who.SITE_ADMIN, _SWALLOWED),
    Row("PUT", _ADMIN + "/orgs/{org_id}/features", site.change_organisation, Who.SITE_ADMIN,
        _NONE_SWALLOWED),
    Row("GET", _ADMIN + "/teams", site.teams, Who.SITE_ADMIN, _SWALLOWED),
    Row("PUT", _ADMIN + "/teams/features", site.change_teams, Who.SITE_ADMIN, _SWALLOWED),
    Row("PUT", _ADMIN + "/teams/{team_id}/features", site.change_team, Who.SITE_ADMIN,
        _NONE_SWALLOWED),
    Row("GET", "/api/boards", boards.public, Who.SITE_ADMIN, _SWALLOWED),
    Row("POST", "/api/boards", boards.create, Who.PERSON, _MAPPED),
    Row("POST", "/api/boards/import", imports.board, Who.PERSON, _SWALLOWED, streams=True),
    Row("POST", "/api/boards/import/{source}", imports.board_from, Who.PERSON, _SWALLOWED,
        streams=True),
    Row("GET", "/api/boards_count", board_changes.counts, Who.SITE_ADMIN, _SWALLOWED),
    Row("GET", _BOARD, boards.one, Who.READER, _SWALLOWED),
    Row("PUT", _BOARD, beyond.change_board, Who.BOARD_ADMIN, _MAPPED),
    Row("DELETE", _BOARD, board_changes.delete, Who.BOARD_ADMIN, _MAPPED),
    Row("POST", _BOARD + "/archive", beyond.archive_board, Who.BOARD_ADMIN, _MAPPED),
    Row("POST", _BOARD + "/restore", beyond.restore_board, Who.BOARD_ADMIN, _MAPPED),
    Row("PUT", _BOARD + "/title", board_changes.rename, Who.WRITER, _SWALLOWED),
    Row("GET", _BOARD + "/cardSettings", board_changes.card_settings, Who.READER, _UNCAUGHT),
    Row("PUT", _BOARD + "/cardSettings", board_changes.change_card_settings, Who.WRITER, _UNCAUGHT),
    Row("POST", _BOARD + "/copy", board_changes.copy, Who.BOARD_ADMIN, _CRASHING),
    Row("GET", _BOARD + "/domains", domains.every, Who.SITE_ADMIN, _SWALLOWED),
    Row("POST", _BOARD + "/domains", domains.add, Who.BOARD_ADMIN, _DOMAINS),
    Row("DELETE", _BOARD + "/domains/{domain}", domains.remove, Who.BOARD_ADMIN, _DOMAINS),
    Row("GET", _BOARD + "/members", beyond.members, Who.READER, _MAPPED),
    Row("POST", _BOARD_MEMBER + "/add", members.add, Who.BOARD_ADMIN, _ADDING),
    Row("POST", _BOARD_MEMBER + "/remove", members.remove, Who.BOARD_ADMIN, _REMOVING),
    Row("POST", _BOARD + "/members/{member_id}", members.change_role, Who.BOARD_ADMIN, _CHANGING),
    Row("PUT", _BOARD + "/labels", labels.create, Who.BOARD_ADMIN, _LABELS),
    Row("POST", _BOARD + "/labels", labels.add, Who.BOARD_ADMIN, _LABELS),
    Row("GET", _BOARD + "/lists", lists.every, Who.READER, _SWALLOWED),
    Row("POST", _BOARD + "/lists", lists.create, Who.WRITER, _SWALLOWED),
    Row("GET", _LIST, lists.one, Who.READER, _NONE_SWALLOWED),
    Row("PUT", _LIST, lists.update, Who.WRITER, _NAMED_SWALLOWED),
    Row("DELETE", _LIST, lists.delete, Who.WRITER, _ANY_SWALLOWED),
    Row("POST", _LIST + "/archive", beyond.archive_list, Who.WRITER, _MAPPED),
    Row("POST", _LIST + "/unarchive", beyond.restore_list, Who.WRITER, _MAPPED),
    Row("POST", _LIST + "/copy", lists.copy, Who.WRITER, _NAMED_UNCAUGHT),
    Row("POST", _LIST + "/move", lists.move, Who.WRITER, _NAMED_UNCAUGHT),
    Row("GET", _BOARD + "/swimlanes", swimlanes.every, Who.READER, _SWALLOWED),
    Row("POST", _BOARD + "/swimlanes", swimlanes.create, Who.WRITER, _SWALLOWED),
    Row("GET", _SWIMLANE, swimlanes.one, Who.READER, _NONE_SWALLOWED),
    Row("PUT", _SWIMLANE, swimlanes.update, Who.WRITER, _SWALLOWED),
    Row("DELETE", _SWIMLANE, swimlanes.delete, Who.WRITER, _ANY_SWALLOWED),
    Row("POST", _SWIMLANE + "/copy", swimlanes.copy, Who.WRITER, _NAMED_UNCAUGHT),
    Row("POST", _SWIMLANE + "/move", swimlanes.move, Who.WRITER, _NAMED_UNCAUGHT),
    Row("GET", _BOARD + "/swimlanes/{swimlane_id}/cards", cards.in_swimlane, Who.READER, _UNCAUGHT),
    Row("GET", _BOARD + "/rules", rules.every, Who.MEMBER, _CODED),
    Row("POST", _BOARD + "/rules", rules.create, Who.BOARD_ADMIN, _CODED),
    Row("GET", _RULE, rules.one, Who.MEMBER, _CODED),
    Row("PUT", _RULE, rules.update, Who.BOARD_ADMIN, _CODED),
    Row("DELETE", _RULE, rules.delete, Who.BOARD_ADMIN, _CODED),
    Row("GET", _INTEGRATIONS, integrations.every, Who.READER, _SWALLOWED),
    Row("POST", _INTEGRATIONS, integrations.create, Who.BOARD_ADMIN, _SWALLOWED),
    Row("GET", _INTEGRATION, integrations.one, Who.READER, _NONE_SWALLOWED),
    Row("PUT", _INTEGRATION, integrations.update, Who.BOARD_ADMIN, _ANY_SWALLOWED),
    Row("DELETE", _INTEGRATION, integrations.delete, Who.BOARD_ADMIN, _ANY_SWALLOWED),
    Row("POST", _INTEGRATION + "/activities", integrations.add_activities, Who.BOARD_ADMIN,
        _NONE_SWALLOWED),
    Row("DELETE", _INTEGRATION + "/activities", integrations.remove_activities, Who.BOARD_ADMIN,
        _NONE_SWALLOWED),
    Row("GET", _BOARD + "/cards_count", cards.count_on_board, Who.READER, _SWALLOWED),
    Row("GET", _LIST_COUNT, cards.count_in_list, Who.READER, _SWALLOWED),
    Row("GET", _BY_FIELD, cards.by_custom_field, Who.READER, _UNCAUGHT),
    Row("GET", _FIELDS, custom_fields.every, Who.READER, _UNCAUGHT),
    Row("POST", _FIELDS, custom_fields.create, Who.WRITER, _UNCAUGHT),
    Row("GET", _FIELD, custom_fields.one, Who.READER, _NONE_UNCAUGHT),
    Row("PUT", _FIELD, custom_fields.update, Who.WRITER, _ANY_UNCAUGHT),
    Row("DELETE", _FIELD, custom_fields.delete, Who.WRITER, _ANY_UNCAUGHT),
    Row("POST", _ITEMS, custom_fields.add_items, Who.WRITER, _ANY_UNCAUGHT),
    Row("PUT", _ITEM, custom_fields.rename_item, Who.WRITER, _ANY_UNCAUGHT),
    Row("DELETE", _ITEM, custom_fields.delete_item, Who.WRITER, _FIELD_UNCAUGHT),
    Row("DELETE", _BOARD + "/cards/bulk", bulk.delete, Who.WRITER, _UNCAUGHT),
    Row("POST", _BOARD + "/cards/labels", bulk.merge_labels, Who.WRITER, _UNCAUGHT),
    Row("GET", _BOARD + "/dependencies", dependencies.of_board, Who.READER, _CODED),
    Row("GET", _DEPENDENCIES, dependencies.of_card, Who.READER, _CODED),
    Row("POST", _DEPENDENCIES, dependencies.add, Who.WRITER, _CODED),
    Row("PUT", _DEPENDENCIES + "/{target_id}", dependencies.update, Who.WRITER, _CODED),
    Row("DELETE", _DEPENDENCIES + "/{target_id}", dependencies.remove, Who.WRITER, _CODED),
    Row("GET", _CHECKLISTS, checklists.every, Who.READER, _ELSEWHERE_UNCAUGHT),
    Row("POST", _CHECKLISTS, checklists.create, Who.WRITER, _ELSEWHERE_UNCAUGHT),
    Row("GET", _CHECKLIST, checklists.one, Who.READER, _LOST_UNCAUGHT),
    Row("DELETE", _CHECKLIST, checklists.delete, Who.WRITER, _ELSEWHERE_UNCAUGHT),
    Row("POST", _CHECKLIST + "/items", checklists.create_item, Who.WRITER, _BARE_UNCAUGHT),
    Row("GET", _CHECKLIST_ITEM, checklists.item, Who.READER, _BARE_UNCAUGHT),
    Row("PUT", _CHECKLIST_ITEM, checklists.update_item, Who.WRITER, _BARE_UNCAUGHT),
    Row("DELETE", _CHECKLIST_ITEM, checklists.delete_item, Who.WRITER, _BARE_UNCAUGHT),
    Row("GET", _COMMENTS, comments.every, Who.READER, _EXPLICIT),
    Row("POST", _COMMENTS, comments.create, Who.COMMENTER, _EXPLICIT),
    Row("GET", _COMMENT, comments.one, Who.READER, _NONE_EXPLICIT),
    Row("DELETE", _COMMENT, comments.delete, Who.AUTHOR, _EXPLICIT),
    Row("GET", _CARDS, cards.in_list, Who.READER, _UNCAUGHT),
    Row("POST", _CARDS, cards.create, Who.WRITER, _UNCAUGHT),
    Row("POST", _CARDS + "/bulk", bulk.create, Who.WRITER, _UNCAUGHT),
    Row("GET", _CARD, cards.one, Who.READER, _NONE_UNCAUGHT),
    Row("PUT", _CARD, cards.update, Who.MOVER, _ANY_UNCAUGHT),
    Row("DELETE", _CARD, cards.delete, Who.WRITER, _ANY_UNCAUGHT),
    Row("POST", _CARD + "/archive", card_actions.archive, Who.WRITER, _CRASHING),
    Row("POST", _CARD + "/unarchive", card_actions.restore, Who.WRITER, _CRASHING),
    Row("POST", _CARD + "/copy", card_actions.copy, Who.WRITER, _NAMED_UNCAUGHT),
    Row("POST", _VALUE, card_actions.set_value, Who.WRITER, _CRASHING),
    Row("POST", _MEMBER, card_actions.add_member, Who.WRITER, _NAMED_UNCAUGHT),
    Row("DELETE", _MEMBER, card_actions.remove_member, Who.WRITER, _NAMED_UNCAUGHT),
    Row("POST", _ASSIGNEE, card_actions.add_assignee, Who.MOVER, _NAMED_UNCAUGHT),
    Row("DELETE", _ASSIGNEE, card_actions.remove_assignee, Who.MOVER, _NAMED_UNCAUGHT),
    Row("POST", _FILES + "/upload", attachments.upload, Who.WRITER, _CANNOT_MODIFY,
        streams=True, credentials=ATTACHMENTS),
    Row("GET", _FILES + "/download/{attachment_id}", attachments.download, Who.READER, _CANNOT_SEE,
        credentials=ATTACHMENTS),
    Row("GET", _FILES + "/info/{attachment_id}", attachments.info, Who.READER, _CANNOT_SEE,
        credentials=ATTACHMENTS),
    Row("GET", _FILES_OF_BOARD, attachments.every, Who.READER, _CANNOT_LIST,
        credentials=ATTACHMENTS),
    Row("GET", _FILES_OF_SWIMLANE, attachments.every, Who.READER, _CANNOT_LIST,
        credentials=ATTACHMENTS),
    Row("GET", _FILES_OF_LIST, attachments.every, Who.READER, _CANNOT_LIST,
        credentials=ATTACHMENTS),
    Row("GET", _FILES_OF_CARD, attachments.every, Who.READER, _CANNOT_LIST,
        credentials=ATTACHMENTS),
    Row("POST", _FILES + "/copy", attachments.copy, Who.WRITER, _CANNOT_TRANSFER,
        credentials=ATTACHMENTS),
    Row("POST", _FILES + "/move", attachments.move, Who.WRITER, _CANNOT_TRANSFER,
        credentials=ATTACHMENTS),
    Row("DELETE", _FILES + "/delete/{attachment_id}", attachments.delete, Who.WRITER,
        _CANNOT_DELETE, credentials=ATTACHMENTS),
    Row("POST", _FILES + "/upload-background", stored_files.upload_background, Who.BOARD_ADMIN,
        _NOT_ADMIN, streams=True, credentials=ATTACHMENTS),
    Row("GET", _FILES + "/download-background/{board_id}", stored_files.download_background,
        Who.READER, _CANNOT_LIST, credentials=ATTACHMENTS),
    Row("GET", _BOARD + "/attachments", attachments.on_board, Who.READER, _UNCAUGHT),
    Row("GET", _BOARD + "/attachments/{attachment_id}/export", exports.attachment, Who.EXPORTER,
        _EXPORTING, credentials=EXPORTS),
    Row("GET", _BOARD + "/export", exports.as_wekan, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _BOARD + "/export/csv", exports.table, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _BOARD + "/export/kanboard", exports.as_kanboard, Who.EXPORTER,
        _EXPORTING, credentials=EXPORTS),
    Row("GET", _BOARD + "/export/{format}", exports.tool, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _BOARD + "/exportExcel", exports.as_excel, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _BOARD + "/exportPDF", exports.as_pdf, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _BOARD + "/exportZip", exports.as_zip, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _CARD + "/exportExcel", exports.card_as_excel, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("GET", _CARD + "/exportPDF", exports.card_as_pdf, Who.EXPORTER, _EXPORTING,
        credentials=EXPORTS),
    Row("POST", "/api/import/zip", imports.archive, Who.WRITER, _EXPLICIT, streams=True,
        credentials=EXPORTS),
    Row("POST", "/import-trello", imports.trello, Who.PERSON, _EXPLICIT, streams=True,
        credentials=ATTACHMENTS),
    Row("POST", _SWIMLANE + "/lists/{list_id}/ics", imports.events, Who.WRITER, _UNCAUGHT),
    Row("GET", _STORED, stored_files.one, Who.VIEWER, _CANNOT_SEE, credentials=FILES),
    Row("GET", "/api/user/cards", cards.own, Who.PERSON, _MAPPED),
    Row("GET", "/api/cards/{card_id}", cards.by_id, Who.READER, _NAMED_UNCAUGHT),
)
# fmt: on


def routes() -> list[BaseRoute]:
    """Returns the routes of this door; the last answers for every other path under /api."""
    by_path = groupby(ROUTES, key=lambda row: row.path)
    return [
        *(route_of(path, list(rows)) for path, rows in by_path),
        route_of("/api{rest:path}", ()),
    ]
