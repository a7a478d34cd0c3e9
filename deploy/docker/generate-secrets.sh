#!/bin/sh
# Makes what the platform needs to start and must not be in Git, once, in the folder given. Each service has a folder that Spring
# reads as a config tree (file name = property name). Run again, it changes nothing; after an upgrade it adds what is new.
set -eu
dir=${1:?usage: generate-secrets.sh FOLDER}
umask 077
secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
# 160 bits for an authenticator, in Base32 (RFC 4226).
totp() { head -c 20 /dev/urandom | base32 | tr -d '=\n'; }
uuid() { cat /proc/sys/kernel/random/uuid; }

# What watches the platform has clients and passwords of its own, and runs as the user of its image.
for watcher in prometheus:65534 alertmanager:65534 grafana:472 elasticsearch:1000; do
  folder="$dir/${watcher%%:*}"
  mkdir -p "$folder"
  [ -f "$folder/client-secret" ] || secret > "$folder/client-secret"
  [ -f "$folder/password" ] || secret > "$folder/password"
  chown -R "${watcher##*:}:${watcher##*:}" "$folder"
done
for user in kibana shipper; do
  [ -f "$dir/elasticsearch/$user-password" ] || secret > "$dir/elasticsearch/$user-password"
  chown 1000:1000 "$dir/elasticsearch/$user-password"
done
# Where Alertmanager tells people: nowhere, until somebody writes it down here.
[ -f "$dir/alertmanager/mail-password" ] || : > "$dir/alertmanager/mail-password"
[ -f "$dir/alertmanager/chat-url" ] || : > "$dir/alertmanager/chat-url"
chown 65534:65534 "$dir/alertmanager/mail-password" "$dir/alertmanager/chat-url"

# Who may ask for tokens, from the secrets that are there.
clients_file() {
  clients=""
  for service in telemetry routing gitops identity gateway; do
    clients="$clients{\"client_id\":\"swen-$service\",\"client_secret\":\"$(cat "$dir/$service/swen.security.client-secret")\"},"
  done
  for watcher in prometheus alertmanager; do
    clients="$clients{\"client_id\":\"swen-$watcher\",\"client_secret\":\"$(cat "$dir/$watcher/client-secret")\"},"
  done
  printf '[%s]\n' "${clients%,}" > "$dir/identity/clients.json"
  chown 10001:10001 "$dir/identity/clients.json"
}

if [ -f "$dir/complete" ]; then
  clients_file
  exit 0
fi

mkdir -p "$dir/postgres" "$dir/identity-keys"
secret > "$dir/postgres/password"

for service in telemetry routing gitops identity gateway; do
  mkdir -p "$dir/$service"
  secret > "$dir/$service/spring.datasource.password"
  secret > "$dir/$service/swen.audit.database.password"
  secret > "$dir/$service/swen.security.client-secret"
  # The database server makes the roles, as its own user, who may not look into the folders of the services.
  cp "$dir/$service/spring.datasource.password" "$dir/postgres/swen_$service"
  cp "$dir/$service/swen.audit.database.password" "$dir/postgres/swen_${service}_audit"
done
clients_file

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

# The services run as 10001, the database server as the user of its image, which is this script's image as well.
chown 10001:10001 "$dir"
chown -R postgres:postgres "$dir/postgres"
for folder in identity-keys simulator telemetry routing gitops identity gateway; do
  chown -R 10001:10001 "$dir/$folder"
done
chmod 0755 "$dir"
touch "$dir/complete"
