"""Our top-level names are common words; no dependency may claim one of them too."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
OURS = {*PROJECT["tool"]["setuptools"]["packages"], *PROJECT["tool"]["setuptools"]["py-modules"]}
ROOMS = {name.partition(".")[0] for name in OURS}
# An address, or an option that leads to one.
DOWNLOAD_ADDRESS = re.compile(r"https?:|--(extra-)?index-url|--find-links| @ ")


def test_no_installed_dependency_claims_one_of_our_names() -> None:
    owners = packages_distributions()
    claims = {name: set(owners.get(name, ())) - {PROJECT["project"]["name"]} for name in OURS}
    assert claims == {name: set() for name in OURS}


def test_every_package_of_ours_is_listed() -> None:
    packages = (path.parent.relative_to(ROOT) for path in ROOT.rglob("[a-z]*/__init__.py"))
    found = {".".join(path.parts) for path in packages if path.parts[0] in ROOMS}
    assert found | {"server"} == OURS


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_pin_everything_and_hold_no_download_address(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", " "))]
    assert not [line for line in lines if DOWNLOAD_ADDRESS.search(line)]
    assert not [line for line in pins if "==" not in line]
