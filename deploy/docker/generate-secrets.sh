#!/bin/sh
# Makes what the platform needs to start and must not be in Git, once, in the folder given. Each service has a folder that Spring
# reads as a config tree (file name = property name). Run again, it changes nothing.
set -eu
dir=${1:?usage: generate-secrets.sh FOLDER}
[ -f "$dir/complete" ] && exit 0
umask 077
secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
# 160 bits for an authenticator, in Base32 (RFC 4226).
totp() { head -c 20 /dev/urandom | base32 | tr -d '=\n'; }
uuid() { cat /proc/sys/kernel/random/uuid; }

mkdir -p "$dir/postgres" "$dir/identity-keys"
secret > "$dir/postgres/password"

clients=""
for service in telemetry routing gitops identity gateway; do
  mkdir -p "$dir/$service"
  secret > "$dir/$service/spring.datasource.password"
  secret > "$dir/$service/swen.audit.database.password"
  secret > "$dir/$service/swen.security.client-secret"
  clients="$clients{\"client_id\":\"swen-$service\",\"client_secret\":\"$(cat "$dir/$service/swen.security.client-secret")\"},"
done
printf '[%s]\n' "${clients%,}" > "$dir/identity/clients.json"

users=""
for entry in admin:admin operator:operator approver1:approver approver2:approver; do
  users="$users{\"username\":\"${entry%%:*}\",\"password\":\"$(secret)\",\"totp_secret\":\"$(totp)\",\"actor_id\":\"$(uuid)\",\"roles\":[\"${entry##*:}\"],\"teams\":[\"*\"],\"environments\":[\"*\"]},"
done
printf '{"users":[%s]}\n' "${users%,}" > "$dir/identity/credentials.json"

aws_id="SIMAWS$(secret | tr -dc 'A-Z0-9' | head -c 14)"
aws_secret=$(secret)
alibaba_id="SIMALI$(secret | tr -dc 'A-Za-z0-9' | head -c 14)"
alibaba_secret=$(secret)
mkdir -p "$dir/simulator"
printf '{"aws":[{"access_key_id":"%s","secret_access_key":"%s"}],"alibaba":[{"access_key_id":"%s","access_key_secret":"%s"}]}\n' \
  "$aws_id" "$aws_secret" "$alibaba_id" "$alibaba_secret" > "$dir/simulator/credentials.json"
for service in telemetry gitops; do
  printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' "$aws_id" "$aws_secret" > "$dir/$service/aws-credentials"
  printf '[default]\nenable = true\ntype = access_key\naccess_key_id = %s\naccess_key_secret = %s\n' \
    "$alibaba_id" "$alibaba_secret" > "$dir/$service/alibaba-credentials"
done

# The services run as 10001; the database server as its own user, which the entry point reads the password as root for.
chown -R 10001:10001 "$dir"
chmod 0755 "$dir"
touch "$dir/complete"
