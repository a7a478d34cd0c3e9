#!/bin/bash
# Prepares Elasticsearch for the log stack of docker-compose.yml: what ships may only create documents in logs-swen-*, Kibana signs in
# as its own user, and deploy/logging has the rest. May be repeated.
set -euo pipefail
secrets=/run/swen/elasticsearch
credential() { printf 'user = "elastic:%s"\n' "$(<"$secrets/password")"; }
call() {
  curl --config <(credential) --fail-with-body --silent --show-error --max-time 30 --retry 5 --retry-connrefused \
    -H 'Content-Type: application/json' --data-binary @- "$@"
  echo
}
printf '{"password":"%s"}' "$(<"$secrets/kibana-password")" |
  call -X POST "$ELASTICSEARCH_URL/_security/user/kibana_system/_password"
call -X PUT "$ELASTICSEARCH_URL/_security/role/swen-shipper" <<'JSON'
{"cluster": ["monitor"], "indices": [{"names": ["logs-swen-*"], "privileges": ["create_doc", "auto_configure"]}]}
JSON
printf '{"password":"%s","roles":["swen-shipper"]}' "$(<"$secrets/shipper-password")" |
  call -X PUT "$ELASTICSEARCH_URL/_security/user/swen-shipper"
/bin/bash /swen/logging/apply.sh
