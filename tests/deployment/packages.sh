#!/bin/sh
# Installs what `make deployment` needs of Debian, where that is allowed; says so where it is not.
set -eu
PATH=$PATH:/usr/sbin
missing=
for each in nginx:nginx-light prometheus:prometheus openssl:openssl curl:curl git:git; do
    command -v "${each%%:*}" >/dev/null || missing="$missing ${each#*:}"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends $missing >/dev/null
else
    echo "Not installed:$missing. Tests that need them are skipped, or fail with CI=true." >&2
fi
