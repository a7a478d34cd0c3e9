#!/bin/sh
# Runs once in a new database server: a database and two roles for each service. One owns the database, the other owns the audit
# log in it, to which the first can only add; neither may see anything of the other services.
set -eu
for service in telemetry routing gitops identity gateway; do
  password=$(cat "/run/swen/$service/spring.datasource.password")
  audit_password=$(cat "/run/swen/$service/swen.audit.database.password")
  psql -v ON_ERROR_STOP=1 -v role="swen_$service" -v password="$password" \
    -v audit_role="swen_${service}_audit" -v audit_password="$audit_password" --username "$POSTGRES_USER" <<'SQL'
create role :"role" login password :'password';
create role :"audit_role" login password :'audit_password';
create database :"role" owner :"role";
revoke connect, temporary on database :"role" from public;
grant connect, create on database :"role" to :"audit_role";
SQL
done
