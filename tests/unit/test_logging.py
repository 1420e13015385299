"""Log lines: what is in them, and what never is."""

import json
import logging
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette

from tests.api.logins import LOGIN, LOGOUT, PASSWORD, REFRESH, REGISTER, VIEWER
from tests.clients import GraphQL
from tests.factories import Wekan
from web.observing import RequestLog, configure_logging
