#!/usr/bin/env bash
# Prints the digests that an overlay runs, after checking that the pipeline of this repository signed each of them.
#   SIGNER='https://github.com/acme/swen/.github/workflows/platform.yml@refs/heads/main' ISSUER=https://token.actions.githubusercontent.com \
#     deploy/ci/promote.sh deploy/kubernetes/overlays/staging > digests.txt
set -euo pipefail
: "${SIGNER:?the identity in the certificate of the signature}" "${ISSUER:?who vouches for it}"
overlay=${1:?usage: promote.sh OVERLAY}
awk '
  /^[a-z]/ { images = ($0 == "images:") }
  images && /^  - name: swen\// { service = $3; sub(/^swen\//, "", service); name = "" }
  images && /^    newName: / { name = $2 }
  images && /^    digest: / { print service, name, $2 }
' "$overlay/kustomization.yaml" | while read -r service image digest; do
  cosign verify --certificate-identity "$SIGNER" --certificate-oidc-issuer "$ISSUER" "$image@$digest" >/dev/null
  echo "$service $digest"
done
