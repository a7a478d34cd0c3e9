#!/bin/bash
# Stands in for the entry point of PostgreSQL's official image where that cannot be pulled (deploy/docker/verify.sh): the variables
# POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_PASSWORD_FILE, POSTGRES_DB, POSTGRES_INITDB_ARGS and PGDATA, and the folder of scripts for
# a new database, which run as the server's user, not as root.
set -euo pipefail
bin=$(echo /usr/lib/postgresql/*/bin)
export PATH=$bin:$PATH PGDATA=${PGDATA:-/var/lib/postgresql/data} POSTGRES_USER=${POSTGRES_USER:-postgres}
[[ ${1:-} == postgres ]] || exec "$@"
if [[ $(id -u) -eq 0 ]]; then
  [[ -z ${POSTGRES_PASSWORD_FILE:-} ]] || POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
  export POSTGRES_PASSWORD
  unset POSTGRES_PASSWORD_FILE
  mkdir -p "$PGDATA" /var/run/postgresql
  chown postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid postgres --regid postgres --init-groups "$0" "$@"
fi
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  [[ -n ${POSTGRES_PASSWORD:-} ]] || { echo "POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE has to be set" >&2; exit 1; }
  # shellcheck disable=SC2086
  initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") --encoding=UTF8 ${POSTGRES_INITDB_ARGS:-}
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  export PGUSER=$POSTGRES_USER PGDATABASE=${POSTGRES_DB:-postgres}
  if [[ $PGDATABASE != postgres ]]; then
    psql -v ON_ERROR_STOP=1 -d postgres -c "create database \"$PGDATABASE\""
  fi
  for script in /docker-entrypoint-initdb.d/*.sh; do
    [[ ! -e $script ]] || bash "$script"
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
unset POSTGRES_PASSWORD
exec postgres -c listen_addresses='*' "${@:2}"
