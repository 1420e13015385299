"""The settings of the site that its admins read and write from outside: one table, from which
GraphQL's type and the routes are made. Mail servers and what else is secret is not in it.

Source: the whitelist in Wekan's server/models/settings.js.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from store.records import Record, at, record
from store.values import as_date, as_flag, as_text

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_NAMES = (
    "?disableRegistration ?disableForgotPassword productName ?displayAuthenticationMethod "
    "defaultAuthenticationMethod spinnerName ?hideLogo ?hideCardCounterList ?hideBoardMemberList "
    "customLoginLogoImageUrl customLoginLogoLinkUrl customHelpLinkUrl textBelowCustomLoginLogo "
    "automaticLinkedUrlSchemes customTopLeftCornerLogoImageUrl customTopLeftCornerLogoLinkUrl "
    "customTopLeftCornerLogoHeight oidcBtnText mailDomainName legalNotice ?customHeadEnabled "
    "customHeadMetaTags customHeadLinkTags ?customManifestEnabled customManifestContent "
    "?customAssetLinksEnabled customAssetLinksContent ?accessibilityPageEnabled "
    "accessibilityTitle accessibilityContent supportPopupText ?supportPageEnabled "
    "?supportPagePublic supportTitle supportPageText"
).split()

PATHS: Mapping[str, str] = {
    _CAPITAL.sub("_", name).lower(): name for name in (each.lstrip("?") for each in _NAMES)
}
"""Each attribute, and its name in the document, in the order that they are shown in."""
FLAGS = frozenset(name for name, path in PATHS.items() if f"?{path}" in _NAMES)
"""Those of them that are on or off."""


def _made() -> type[Record]:
    hints: dict[str, Any] = {"id": Annotated[str, at("_id")]}
    for name, path in PATHS.items():
        kind, read = (bool, as_flag) if name in FLAGS else (str, as_text)
        hints[name] = Annotated[kind | None, at(path, read=read)]
    hints["modified_at"] = Annotated[datetime | None, at("modifiedAt", read=as_date)]
    usual = dict.fromkeys([*PATHS, "modified_at"])
    body = {"__annotations__": hints, "__module__": __name__, **usual}
    return record("settings")(type("SharedSettings", (Record,), body))


SharedSettings: type[Record] = _made()
