#!/usr/bin/env bash
# Postgres and Redis from Debian's packages, on loopback and in a temporary folder, for as long as the command that follows runs:
#   scripts/test-servers.sh npx vitest run test/bot
# Works as root and as anybody else; no service of the system is started or needed. The exit status is the command's.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT ...]" >&2; exit 2; }

postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -x "$postgres_bin/initdb" ] && command -v redis-server >/dev/null || {
  echo 'test-servers: Postgres or Redis is missing: apt-get install postgresql redis-server' >&2
  exit 1
}

# Not in TMPDIR: user postgres has to reach it, and a socket's path may have 107 characters.
dir=$(mktemp -d /tmp/aesthete-servers.XXXXXX)
redis_pid=
# Postgres refuses to run as root, and wants to read the folder that it is started in, which the checkout need not let it.
as_postgres() (
  cd "$dir"
  if [ "$(id -u)" = 0 ]; then exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else exec "$@"; fi
)
stop() {
  trap '' INT TERM
  [ -z "$redis_pid" ] || { kill "$redis_pid" && wait "$redis_pid"; } 2>/dev/null || true
  as_postgres "$postgres_bin/pg_ctl" -D "$dir/postgres" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
  echo "test-servers: $1" >&2
  cat "$2" >&2 || true
  exit 1
}
# Free now; whoever takes it in between makes the start below fail, and another is tried.
free_port() { node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'; }

start_postgres() {
  postgres_port=$(free_port)
  as_postgres "$postgres_bin/pg_ctl" -D "$dir/postgres" -w -t 60 -l "$dir/postgres.log" \
    -o "-h 127.0.0.1 -p $postgres_port -k $dir -c fsync=off -c max_connections=200" start >/dev/null 2>&1
}
start_redis() {
  redis_port=$(free_port)
  redis-server --bind 127.0.0.1 --port "$redis_port" --databases 1000 --save '' --appendonly no --dir "$dir" >"$dir/redis.log" 2>&1 &
  redis_pid=$!
  for _ in $(seq 300); do
    [ "$(redis-cli -h 127.0.0.1 -p "$redis_port" ping 2>/dev/null || true)" != PONG ] || return 0
    kill -0 "$redis_pid" 2>/dev/null || return 1
    sleep 0.1
  done
  kill "$redis_pid" 2>/dev/null
  return 1
}

if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
as_postgres "$postgres_bin/initdb" -D "$dir/postgres" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
  >"$dir/initdb.log" 2>&1 || fail 'initdb failed:' "$dir/initdb.log"
start_postgres || start_postgres || start_postgres || fail 'Postgres does not start:' "$dir/postgres.log"
start_redis || start_redis || start_redis || fail 'Redis does not start:' "$dir/redis.log"

export TEST_DATABASE_URL="postgresql://postgres@127.0.0.1:$postgres_port/postgres"
export TEST_REDIS_URL="redis://127.0.0.1:$redis_port"
"$@"
