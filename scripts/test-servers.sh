#!/usr/bin/env bash
# Postgres and Redis from Debian's packages, on loopback and in a temporary folder, for as long as the command that follows runs:
#   scripts/test-servers.sh npx vitest run test/bot
set -euo pipefail

postgres_bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
dir=$(mktemp -d)
free_port() { node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }
postgres_port=$(free_port)
redis_port=$(free_port)

# Postgres refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
as_postgres "$postgres_bin/initdb" -D "$dir/postgres" -U postgres -A trust >/dev/null
as_postgres "$postgres_bin/pg_ctl" -D "$dir/postgres" -w -l "$dir/postgres.log" \
  -o "-h 127.0.0.1 -p $postgres_port -k $dir -c fsync=off -c max_connections=200" start >/dev/null
redis-server --bind 127.0.0.1 --port "$redis_port" --save '' --appendonly no --dir /tmp >/dev/null &
redis_pid=$!

stop() {
  kill "$redis_pid" 2>/dev/null || true
  as_postgres "$postgres_bin/pg_ctl" -D "$dir/postgres" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT

export TEST_DATABASE_URL="postgresql://postgres@127.0.0.1:$postgres_port/postgres"
export TEST_REDIS_URL="redis://127.0.0.1:$redis_port"
"$@"
