#!/bin/sh
# Runs once in a new database server: a database and two roles for each service. One owns the database, the other owns the audit
# log in it, to which the first can only add; neither may see anything of the other services. Also for a server that a cloud runs, by
# whoever may make roles there: PGHOST, PGUSER and PGPASSWORD say where, SWEN_ROLE_PASSWORDS is a folder with the ten passwords.
set -eu
passwords=${SWEN_ROLE_PASSWORDS:-/run/swen/postgres}
for service in telemetry routing gitops identity gateway; do
  psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-${PGUSER:?}}" --dbname postgres \
    -v role="swen_$service" -v password="$(cat "$passwords/swen_$service")" \
    -v audit_role="swen_${service}_audit" -v audit_password="$(cat "$passwords/swen_${service}_audit")" <<'SQL'
create role :"role" login password :'password';
create role :"audit_role" login password :'audit_password';
create database :"role" owner :"role";
revoke connect, temporary on database :"role" from public;
grant connect, create on database :"role" to :"audit_role";
SQL
done
