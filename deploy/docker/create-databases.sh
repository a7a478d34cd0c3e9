#!/bin/sh
# Runs once in a new database server: a database and a role for each service, which may see nothing of the others.
set -eu
for service in telemetry routing gitops identity gateway; do
  password=$(cat "/run/swen/$service/spring.datasource.password")
  psql -v ON_ERROR_STOP=1 -v role="swen_$service" -v password="$password" --username "$POSTGRES_USER" <<'SQL'
create role :"role" login password :'password';
create database :"role" owner :"role";
revoke connect on database :"role" from public;
SQL
done
