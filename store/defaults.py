"""What Wekan stores in every new document beside the fields that our rules read.

Source: the field tables of Wekan's schemas (models/boards.js, cards.js, users.js,
settings.js). Its page shows a missing setting as off, so each is written out.
"""

from typing import Any

_BOARD_ON = (
    "allowsSubtasks allowsSubtasksOnMinicard allowsAttachments allowsAttachmentsOnMinicard "
    "allowsChecklists allowsChecklistsOnMinicard allowsCustomFields allowsComments "
    "allowsDescriptionTitle allowsDescriptionTitleOnMinicard allowsDescriptionText "
    "allowsCoverAttachmentOnMinicard allowsActivities allowsLabels allowsLabelsOnMinicard "
    "allowsCreator allowsAssignee allowsAssigneeOnMinicard allowsMembers "
    "allowsMembersOnMinicard allowsRequestedBy allowsRequestedByOnMinicard "
    "allowsCardSortingByNumber allowsShowLists allowsAssignedBy allowsAssignedByOnMinicard "
    "allowsReceivedDate allowsReceivedDateOnMinicard allowsStartDate "
    "allowsStartDateOnMinicard allowsEndDate allowsEndDateOnMinicard allowsDueDate "
    "allowsDueDateOnMinicard"
).split()

_BOARD_OFF = (
    "allowsCardCounterList cardAging showDependencies allowsBoardMemberList "
    "allowsCustomFieldsOnMinicard allowsChecklistCountBadgeOnMinicard "
    "allowsDescriptionTextOnMinicard allowsCoverAttachmentOnCard "
    "allowsBadgeAttachmentOnMinicard allowsAttachmentCountOnCard "
    "allowsChecklistCountBadgeOnCard allowsCardSortingByNumberOnMinicard allowsCardNumber "
    "allowsCardNumberOnMinicard allowsCreatorOnMinicard allowsShowListsOnMinicard "
    "allowsChecklistAtMinicard restrictCommentEditing allowsPersonalListWidth autoWidth "
    "allowsDueComplete allowsDueCompleteOnMinicard isOvertime showActivities"
).split()

BOARD_FLAGS: dict[str, bool] = {
    **dict.fromkeys(_BOARD_ON, True),
    **dict.fromkeys(_BOARD_OFF, False),
}

BOARD: dict[str, Any] = {
    **BOARD_FLAGS,
    "migrationVersion": 1,
    "importUsernames": [],
    "cardAgingDays1": 7,
    "cardAgingDays2": 14,
    "cardAgingDays3": 28,
    "subtasksDefaultBoardId": None,
    "subtasksDefaultListId": None,
    "dateSettingsDefaultBoardId": None,
    "dateSettingsDefaultListId": None,
    "presentParentTask": "no-parent",
}

CARD: dict[str, Any] = {
    "coverId": "",
    "stickers": [],
    "locationName": "",
    "locationAddress": "",
    "locations": [],
    "subtaskSort": -1,
    "cardDependencies": [],
    "targetId_gantt": [],
    "linkType_gantt": [],
    "linkId_gantt": [],
    "showActivities": False,
    "showListOnMinicard": False,
    "showChecklistAtMinicard": False,
    "hideFinishedChecklistIfItemsAreHidden": False,
}

USER: dict[str, Any] = {
    "services": {},
    "profile": {
        "boardView": "board-view-swimlanes",
        "listSortBy": "-modifiedAt",
        "allBoardsSortBy": "custom",
        "templatesBoardId": "",
        "cardTemplatesSwimlaneId": "",
        "listTemplatesSwimlaneId": "",
        "boardTemplatesSwimlaneId": "",
        "listWidths": {},
        "listConstraints": {},
        "autoWidthBoards": {},
        "boardSortIndex": {},
        "fixedListWidthBoards": {},
        "fixedListWidths": {},
        "swimlaneHeights": {},
        "collapsedLists": {},
        "collapsedSwimlanes": {},
        "collapsedCardSections": {},
        "keyboardShortcuts": False,
        "verticalScrollbars": True,
        "showWeekOfYear": True,
        "dateFormat": "YYYY-MM-DD",
        "cardZoom": 1,
    },
    "sessionData": {},
}

SETTINGS: dict[str, Any] = {
    "mailServer": {
        "enableTLS": False,
        "from": "Boards Support <support@boards.example.com>",
    },
    "displayAuthenticationMethod": True,
    "disableForgotPassword": False,
    "renderLinksAsPlainText": False,
    "alwaysShowCodeAsText": False,
    "enablePermanentDelete": False,
    "disableAllExport": False,
    "disableAllImport": False,
    "disableExportAvatars": False,
    "disableImportAvatars": False,
    "anonymizeExportUsers": False,
    "anonymizeImportUsers": False,
    "accessibilityPageEnabled": False,
    "supportPageEnabled": False,
    "supportPagePublic": False,
    "boardMembersFromSameOrgOnly": False,
    "boardMembersFromSameTeamOnly": False,
    "boardMembersFromSameOrgOrTeamOnly": False,
}
