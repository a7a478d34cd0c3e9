#!/usr/bin/env bash
# Builds the images of all services for both architectures, scans, publishes and signs them, and writes "service digest" lines.
# Needs docker with buildx, cosign and an OIDC token of the pipeline; the jars are built before.
#   REGISTRY=registry.example.com/swen VERSION=0.1.0-abc1234 deploy/ci/publish.sh digests.txt
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
: "${REGISTRY:?where the images go, such as registry.example.com/swen}" "${VERSION:?the tag of these images}"
digests=${1:?usage: publish.sh FILE}
readonly TRIVY=${TRIVY_IMAGE:-aquasec/trivy:0.58.2}
: > "$digests"

# service, port, path of its health, stage of the Dockerfile
while read -r service port health target; do
  image=$REGISTRY/$service
  metadata=$(mktemp)
  docker buildx build --platform linux/amd64,linux/arm64 -f deploy/docker/Dockerfile --target "$target" \
    --build-arg SERVICE="$service" --build-arg PORT="$port" --build-arg HEALTH="$health" \
    --label org.opencontainers.image.version="$VERSION" --label org.opencontainers.image.revision="${REVISION:-unknown}" \
    --provenance=mode=max --sbom=true --metadata-file "$metadata" --tag "$image:$VERSION" --push .
  digest=$(sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' "$metadata")
  [[ -n $digest ]] || { echo "buildx told no digest of $image" >&2; exit 1; }
  # What has a known hole that could be closed is not signed, and what is not signed is not deployed.
  docker run --rm -e TRIVY_USERNAME -e TRIVY_PASSWORD "$TRIVY" image --quiet --exit-code 1 --ignore-unfixed \
    --severity HIGH,CRITICAL "$image@$digest"
  cosign sign --yes "$image@$digest"
  cosign attest --yes --type cyclonedx --predicate "$service/target/classes/META-INF/sbom/application.cdx.json" "$image@$digest"
  echo "$service $digest" >> "$digests"
done <<'SERVICES'
cloud-simulator 8090 /simulator/health service
telemetry-service 8081 /actuator/health/readiness service
routing-service 8082 /actuator/health/readiness service
gitops-service 8083 /actuator/health/readiness service-with-terraform
identity-service 8084 /actuator/health/readiness service
gateway-service 8080 /actuator/health/readiness service
SERVICES
