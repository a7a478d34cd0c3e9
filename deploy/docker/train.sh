#!/bin/sh
# Makes the JVM's start-up cache (JEP 483) of the program in this folder: starts it without any database or other service, as far as it
# comes, and lets the JVM write down what it has loaded and linked until then. That is nearly all: what cannot do without a database
# is made last.
set -eu
cache=${1:?usage: train.sh FILE}
scratch=$(mktemp -d)
secret=$(head -c 24 /dev/urandom | base64)
export SWEN_AUDIT_DIR="$scratch/audit" SWEN_AUDIT_KEYS_DIR="$scratch/audit-keys" SWEN_ENCRYPTION_KEYS_DIR="$scratch/keys"
export SWEN_IDENTITY_KEYS_DIR="$scratch/signing" SWEN_GIT_DIR="$scratch/git" SWEN_TERRAFORM_DIR="$scratch/terraform"
export SWEN_EXPORT_DIR="$scratch/export" SWEN_SIMULATOR_DIR="$scratch/simulator"
export SPRING_DATASOURCE_PASSWORD="$secret" SWEN_AUDIT_DATABASE_PASSWORD="$secret" SWEN_SECURITY_CLIENTSECRET="$secret"
export SPRING_APPLICATION_JSON='{"spring.flyway.enabled":false,"spring.jpa.hibernate.ddl-auto":"none",
  "spring.jpa.properties.hibernate.dialect":"org.hibernate.dialect.PostgreSQLDialect",
  "spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access":false,
  "spring.datasource.hikari.initialization-fail-timeout":-1,"spring.datasource.hikari.connection-timeout":250}'
if [ "$SWEN_HEALTH" = /simulator/health ]; then
  # A plain program: it runs until it is told to end.
  timeout -s TERM 20 java -XX:AOTCacheOutput="$cache" -jar app.jar || true
else
  timeout 600 java -XX:AOTCacheOutput="$cache" -Dspring.context.exit=onRefresh -jar app.jar >"$scratch/log" 2>&1 ||
    tail -n 3 "$scratch/log" | cut -c 1-600
fi
rm -rf "$scratch" "$cache.config"
test -s "$cache"
