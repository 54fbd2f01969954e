#!/bin/sh
# Installs what `make browser` needs of Debian, where that is allowed; says so where it is not.
set -eu
for each in chromium google-chrome chromium-browser; do
    command -v "$each" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends chromium fonts-dejavu-core >/dev/null
else
    echo "Not installed: chromium. Tests that need it are skipped, or fail with CI=true." >&2
fi
