#!/bin/sh
# The browser tests need Chromium and its driver. Installs them where that takes nobody's leave: as
# root, with apt. Elsewhere it says what is missing and ends well, for the tests to skip (or, with
# CI=true, to fail).
if command -v chromedriver >/dev/null && { command -v chromium || command -v chromium-browser; } >/dev/null
then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver; } \
        >/dev/null 2>&1 && exit 0
fi
echo "The browser tests need chromium and chromedriver on PATH; they could not be installed here."
