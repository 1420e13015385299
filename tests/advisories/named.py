"""Every security fix that Wekan's own code names and this project keeps: the list that the tests
of this folder are compared with. A test has its advisory's name, in small letters and with
underscores, so `pytest -k stalebleed` and `pytest -k ghsa_r8r3_23vr_8jh6` both find it."""

from collections.abc import Mapping

BOTH_DOORS = (
    # boards
    "GHSA-r8r3-23vr-8jh6 StaleBleed",
    "GHSA-gwc4-fw7p-gw58 RevokeBleed",
    "GHSA-f396-42fx-vr88 AssignedBleed",
    "GHSA-xm8x-c8wg-jhmf SortBleed",
    "GHSA-gm7v-pc38-53jr BoardBleed",
    "GHSA-jvv9-498p-hxrg ParentBleed",
    "issues 5998 5819 5510",
    "issue 6429",
    "allowPrivateOnly",
    "archiveBoard",
    # cards
    "GHSA-8cqr-x6m5-v4w6 PurgeBleed",
    "GHSA-whxm-pxgj-7wqv GuestBleed",
    "GHSA-6jr3-42jf-vhm5 AuthorBleed",
    "GHSA-phm4-4v26-j2vq WhereBleed",
    "CWE-862 missing await",
    "vote and poker canaries",
    "worker rule 3189",
    "500 card cap 4743",
    # checklists, comments, custom fields
    "GHSA-gv8h-5p3p-6hx7 ChecklistBleed",
    "GHSA-pqr4-rxgp-hv2m CommentBleed",
    "GHSA-6733-4wgq-8xvr ReadOnlyBleed",
    "InputBleed",
    # webhooks
    "GHSA-hc3x-hq3m-663q IntegrationBleed",
    "GHSA-66m2-4wfr-c45p DnsBleed",
    "GHSA-c5xr-mg26-vq5w TransitBleed",
    "RedirectBleed",
    "webhook method hardening",
    # files
    "GHSA-4mxf-m8pq-xc9p PathBleed",
    "GHSA-jhph-whx8-wq6p MimeBleed",
    "FileBleed ScannerBleed",
    "MalwareBleed",
    "SpaceBleed",
    "membership vs write",
    # exports, and what is brought in
    "GHSA-6p5m-f9p2-wqm5 PassBleed",
    "GHSA-fpm6-r5fg-2mrg CalendarBleed",
    "GHSA-j9p2-jm73-p549 FollowBleed",
    "ImpersonateBleed",
    "ZipBleed",
    "activity source url",
    # people
    "GHSA-2g94-9x3m-hv37 LockoutBleed",
    "GHSA-rf3w-rj48-jxcc JamBleed",
    "SignupBleed",
    "GHSA-6qpx-x7vr-p9w6 HashBleed never expose",
    "GHSA-mp7g-hj5q-gxhq",
    "GHSA-p4cq-83j9-7g73 TenantBleed",
    "GHSA-cv95-8h7c-2ffq",
    "GHSA-jggc-qvfc-jr6x ProxyBleed",
    "GHSA-3gcg-g6rf-w2rx CrashBleed",
    "issue 1437",
    "issue 4419",
    "issue 5804",
    "issue 1894",
    "issue 1289",
    "issue 6457",
    "mass assignment",
    "automatic block",
    "settings whitelist",
)

ONE_DOOR: Mapping[str, str] = {
    "reaction ownership": "Wekan's REST has no reactions",
    "identity check": "GraphQL knows no header but the one with the token",
    "cloud secrets": "GraphQL has no settings of storage providers",
}
"""Why only one door has what is attacked."""

NOT_HERE: Mapping[str, str] = {
    "issue 5730": "teams are not read from elsewhere at login, so members are never rewritten",
    "InviteBleed": "no invitation codes are given out or taken",
    "RedirectBleed avatar": "nobody's picture is written; `mass assignment` tries to",
}
"""What this project does not have, and so cannot be attacked."""
