#!/bin/sh
# Tries a server that has just been started: it becomes ready, lets a client in, and carries out a call.
#     deploy/try.sh URL ADMIN [without-clickup]
# ADMIN is the command that does what `agent-connectors serve admin` does, on the server's database. With
# `without-clickup` the call stops at ClickUp, which the server cannot reach or which does not know the token.
set -eu
url=$1
admin=$2
curl --silent --show-error --fail --retry 60 --retry-delay 1 --retry-all-errors "$url/ready"
echo

name=try-$(date +%s)-$$
$admin organization create "$name" >/dev/null
secrets=$(mktemp)
trap 'rm -f "$secrets"' EXIT
$admin client create try --organization "$name" --manage >"$secrets"
# shellcheck disable=SC1090
. "$secrets"

post() { # PATH BODY
    printf '%s' "$2" | curl --silent --show-error "$url/api/v1/$1" --header "Authorization: Bearer ${token:-none}" \
        --header "Content-Type: application/json" --data @-
}
told() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p'; }

token=$(post account/applications/token \
    '{"client_id":"'"$AIRBYTE_CLIENT_ID"'","client_secret":"'"$AIRBYTE_CLIENT_SECRET"'"}' | told access_token)
test -n "$token"
connector=$(post integrations/connectors \
    '{"connector_type":"Clickup-Api","name":"try","credentials":{"api_key":"pk_try"}}' | told id)
test -n "$connector"
answer=$(post "integrations/connectors/$connector/execute" '{"entity":"user","action":"get","params":{}}')
if [ "${3:-}" = without-clickup ]; then
    echo "$answer" | grep -q '"error"'
else
    echo "$answer" | grep -q '"username"'
fi
echo "It carried out a call."
