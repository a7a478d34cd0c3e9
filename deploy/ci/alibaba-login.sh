#!/usr/bin/env bash
# Lets the Alibaba Cloud provider of Terraform take a role by this run's own token (AssumeRoleWithOIDC), as no key is stored anywhere.
# Writes where the token is and which role it is for into the environment of the steps that follow.
#   ALIBABA_ROLE=acs:ram::123:role/plan ALIBABA_PROVIDER=acs:ram::123:oidc-provider/pipeline
set -euo pipefail
: "${ALIBABA_ROLE:?the role to take}" "${ALIBABA_PROVIDER:?the identity provider in that account}"
token=${ALIBABA_TOKEN_FILE:-${RUNNER_TEMP:?}/alibaba-oidc-token}
umask 077
if [[ -n ${ALIBABA_ID_TOKEN:-} ]]; then
  printf '%s' "$ALIBABA_ID_TOKEN" > "$token"
else
  # GitHub hands a token to whoever runs in the job; the audience is the one that the identity provider expects.
  curl --fail --silent --show-error --max-time 20 --retry 3 \
    -H "Authorization: bearer ${ACTIONS_ID_TOKEN_REQUEST_TOKEN:?}" "${ACTIONS_ID_TOKEN_REQUEST_URL:?}&audience=sts.aliyuncs.com" |
    sed -n 's/.*"value": *"\([^"]*\)".*/\1/p' > "$token"
fi
[[ -s $token ]] || { echo "no token was given to this run" >&2; exit 1; }
{
  echo "ALIBABA_CLOUD_ROLE_ARN=$ALIBABA_ROLE"
  echo "ALIBABA_CLOUD_OIDC_PROVIDER_ARN=$ALIBABA_PROVIDER"
  echo "ALIBABA_CLOUD_OIDC_TOKEN_FILE=$token"
} >> "${GITHUB_ENV:-/dev/stdout}"
