#!/bin/sh
# Makes what deploy/compose.yaml needs in deploy/secrets/, each file once: what is there stays.
#     deploy/make-secrets.sh [FOLDER]
# Keep `keys` apart from backups of the database. The certificate is signed by nobody: put your own in its place.
set -eu
umask 077
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
# Compose, run by whom it may, looks whether the files are there; only their users read them.
chmod 755 "$folder"
cd "$folder"

make() { # NAME COMMAND...: a file, whole or not at all
    name=$1
    shift
    if [ ! -e "$name" ]; then
        "$@" >"$name.new"
        mv "$name.new" "$name"
    fi
}
new_key() { openssl rand -base64 32 | tr '+/' '-_'; }
database_url() { echo "postgresql://server:$(cat postgres_password)@postgres/server"; }
redis_url() { echo "redis://:$(cat redis_password)@redis:6379/0"; }
redis_conf() { printf 'requirepass %s\nsave ""\n' "$(cat redis_password)"; }

make keys new_key
# Without characters that mean something in a URL.
make postgres_password openssl rand -hex 24
make redis_password openssl rand -hex 24
make database_url database_url
make redis_url redis_url
make redis.conf redis_conf
if [ ! -e tls.crt ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 \
        -keyout tls.key -out tls.crt -subj /CN=localhost -addext "subjectAltName=DNS:localhost,IP:127.0.0.1" \
        2>/dev/null
fi

# Each container reads its own as its own user; Compose mounts files as they are.
if [ "$(id -u)" = 0 ]; then
    chown 10001 keys database_url redis_url
    chown 999 redis.conf
else
    echo "Run as root once more, so that these belong to the users in the containers:" >&2
    echo "    sudo $0 $folder" >&2
fi
