#!/usr/bin/env bash
# Puts the retention and the index template of SWEN's logs into Elasticsearch or OpenSearch, whichever answers; may be repeated.
#   ELASTICSEARCH_URL (http://localhost:9200), ELASTICSEARCH_API_KEY or ELASTICSEARCH_USERNAME (elastic) with
#   ELASTICSEARCH_PASSWORD_FILE, KIBANA_URL (none: saved searches are left out)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
url=${ELASTICSEARCH_URL:-http://localhost:9200}

# Read by curl from a pipe: a command line can be seen by everybody on the machine.
credential() {
  if [[ -n ${ELASTICSEARCH_API_KEY:-} ]]; then
    printf 'header = "Authorization: ApiKey %s"\n' "$ELASTICSEARCH_API_KEY"
  elif [[ -n ${ELASTICSEARCH_PASSWORD_FILE:-} ]]; then
    printf 'user = "%s:%s"\n' "${ELASTICSEARCH_USERNAME:-elastic}" "$(<"$ELASTICSEARCH_PASSWORD_FILE")"
  fi
}

call() {
  curl --config <(credential) --fail-with-body --silent --show-error --max-time 30 "$@" && echo
}

put() {
  call -X PUT -H 'Content-Type: application/json' --data-binary @- "$url/$1"
}

about=$(call "$url/")
if [[ $about == *'"opensearch"'* ]]; then
  # A policy that is there already could only be replaced by its sequence number; it is left as it is.
  if ! known=$(call "$url/_plugins/_ism/policies/swen-logs" 2>/dev/null); then
    if [[ $known == *'no handler found'* ]]; then
      echo "This OpenSearch comes without Index State Management: nothing ends the life of old logs." >&2
    else
      put _plugins/_ism/policies/swen-logs <"$here/opensearch/ism-policy.json"
    fi
  fi
  # OpenSearch knows no index.lifecycle.name: its policies name their indices.
  grep -v '"index.lifecycle.name"' "$here/elasticsearch/index-template.json" | put _index_template/swen-logs
else
  put _ilm/policy/swen-logs <"$here/elasticsearch/ilm-policy.json"
  put _index_template/swen-logs <"$here/elasticsearch/index-template.json"
fi

if [[ -n ${KIBANA_URL:-} ]]; then
  call -X POST -H 'kbn-xsrf: swen' -F "file=@$here/kibana/saved-searches.ndjson" \
    "$KIBANA_URL/api/saved_objects/_import?overwrite=true"
fi
