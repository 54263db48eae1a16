#!/usr/bin/env bash
# Times short commands as they are typed: the median of 9 starts of each, in seconds.
#
#   tools/bench/startup.sh [PROGRAM]       (default: the launcher of this checkout)
set -euo pipefail
home=$(cd -- "$(dirname -- "$0")/../.." && pwd)
sdvgen=${1:-$home/sdvgen}
time_of() {
  for _ in 1 2 3 4 5 6 7 8 9; do
    begin=$(date +%s.%N)
    "$sdvgen" "$@" >/dev/null
    awk -v a="$begin" -v b="$(date +%s.%N)" 'BEGIN { printf "%.2f\n", b - a }'
  done | sort -n | sed -n 5p
}
"$sdvgen" --version >/dev/null
sleep "${SETTLE:-15}" # the first start makes its archive of classes meanwhile
echo "| command | seconds |"
echo "|---|---|"
for command in --help plugins "config explain lora.rank" "config show $home/recipes/toy.yaml"; do
  # shellcheck disable=SC2086
  echo "| \`sdvgen ${command//$home\//}\` | $(time_of $command) |"
done
