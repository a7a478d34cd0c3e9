#!/usr/bin/env bash
# Writes digests into the images of an overlay, which is how a new version is handed over to Argo CD.
#   REGISTRY=registry.example.com/swen deploy/ci/bump.sh digests.txt deploy/kubernetes/overlays/staging
set -euo pipefail
: "${REGISTRY:?where the images are, such as registry.example.com/swen}"
digests=${1:?usage: bump.sh DIGESTS OVERLAY} overlay=${2:?usage: bump.sh DIGESTS OVERLAY}
file=$overlay/kustomization.yaml
next=$(mktemp)
awk -v registry="$REGISTRY" '
  NR == FNR { if ($2 !~ /^sha256:[0-9a-f]+$/ || length($2) != 71) { print "not a digest: " $0 > "/dev/stderr"; exit 1 } digest[$1] = $2; next }
  /^[a-z]/ { images = ($0 == "images:"); skipping = 0 }
  images && /^  - name: swen\// {
    service = $3; sub(/^swen\//, "", service)
    skipping = (service in digest)
    if (skipping) {
      print
      print "    newName: " registry "/" service
      print "    digest: " digest[service]
      next
    }
  }
  images && /^  - / && !/^  - name: swen\// { skipping = 0 }
  images && skipping && /^    / { next }
  { print }
' "$digests" "$file" > "$next"
cat "$next" > "$file"
rm "$next"
