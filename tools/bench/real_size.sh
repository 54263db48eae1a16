#!/usr/bin/env bash
# Measures a model of real size on this machine: preparing, one identity and one motion step with the
# paper's adapter, and generating, each in a process of its own. Prints one row of a Markdown table for
# each: seconds, and the planned and the measured peak of the process's memory.
#
#   tools/bench/real_size.sh BACKBONE MODEL WORK [PART...]
#
#   BACKBONE  cogvideox or wan22
#   MODEL     its folder, such as one of sdvgen random-weights
#   WORK      takes caches and results; what a part leaves there is removed after it
#   PART      prepare, train:SETTINGS or generate:SETTINGS; settings are joined by commas, such as
#             train:backbone.weights=nf4 (default: all that docs/performance.md has)
#
# NF4=FOLDER    the model as sdvgen quantize has written it, which "nf4" among SETTINGS stands for
# SDVGEN=...    the program (default: the launcher of this checkout)
# RECIPE=...    another recipe (default: real-size.yaml beside this file)
set -euo pipefail
home=$(cd -- "$(dirname -- "$0")/../.." && pwd)
[ $# -ge 3 ] || { sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2; }
backbone=$1 model=$2 work=$3
shift 3
[ $# -gt 0 ] || set -- prepare train:backbone.resident_blocks=0 train:nf4 generate:backbone.resident_blocks=0
sdvgen=${SDVGEN:-$home/sdvgen}
recipe=${RECIPE:-$home/tools/bench/real-size.yaml}
export SDVGEN_JAVA_OPTS=${SDVGEN_JAVA_OPTS:--Xmx1g}
mkdir -p "$work"
gpu=$(command -v nvidia-smi || true)

# Runs a command; then $wall, $anon and $resident are its seconds and its peaks in GB: memory of its own, and
# that with the file pages which it had mapped and which the system takes back where it needs them.
measure() {
  local begin now anon_kb=0 hwm_kb=0 device_mib=0 pid
  begin=$(date +%s.%N)
  "$@" >"$work/out.log" 2>"$work/err.log" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    now=$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) || true
    [ "${now:-0}" -le "$anon_kb" ] || anon_kb=$now
    now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) || true
    [ "${now:-0}" -le "$hwm_kb" ] || hwm_kb=$now
    if [ -n "$gpu" ]; then
      now=$(nvidia-smi --query-compute-apps=pid,used_memory --format=csv,noheader,nounits |
        awk -F', *' -v pid="$pid" '$1 == pid { sum += $2 } END { print sum + 0 }')
      [ "$now" -le "$device_mib" ] || device_mib=$now
    fi
    sleep 0.2
  done
  wait "$pid" || { cat "$work/err.log" >&2; exit 1; }
  wall=$(awk -v a="$begin" -v b="$(date +%s.%N)" 'BEGIN { printf "%.0f", b - a }')
  anon=$(awk -v k="$anon_kb" 'BEGIN { printf "%.2f", k * 1024 / 1e9 }')
  resident=$(awk -v k="$hwm_kb" 'BEGIN { printf "%.2f", k * 1024 / 1e9 }')
  device=-
  [ -z "$gpu" ] || device=$(awk -v m="$device_mib" 'BEGIN { printf "%.2f GB", m * 1048576 / 1e9 }')
}

# The peak that the plan of a run gives, in GB.
plan_of() {
  "$sdvgen" plan "$recipe" --json "$@" 2>/dev/null |
    awk -F: '/"peak_bytes"/ { printf "%.2f GB", $2 / 1e9 }'
}

row() { # part, settings, details, planned
  echo "| $backbone | $1 | ${2:-bf16} | ${3:--} | $wall s | ${4:--} | $anon GB | $resident GB | $device |"
}

# The settings of a part, one a line: "nf4" is the quantised folder.
settings() {
  local one folder=$model
  printf '%s\n' "backbone.name=$backbone" "cache.folder=$work/cache-$backbone" "output_dir=$work/run"
  for one in ${1//,/ }; do
    if [ "$one" = nf4 ]; then
      folder=${NF4:?set NF4 to the folder of sdvgen quantize}
    else
      printf '%s\n' "$one"
    fi
  done
  printf '%s\n' "backbone.checkpoint=$folder"
}

seconds_of() { # track
  sed -n "s/.*\"track\":\"$1\".*\"seconds\":\([0-9.]*\).*/\1/p" "$work/run/metrics.jsonl" | tail -n 1 |
    awk '{ printf "%.1f s", $1 }'
}

echo "| backbone | part | settings | seconds of a step | whole process | planned peak | peak, own memory | peak with mapped files | peak, device |"
echo "|---|---|---|---|---|---|---|---|---|"
for part in "$@"; do
  kind=${part%%:*} chosen=
  [ "$kind" = "$part" ] || chosen=${part#*:}
  mapfile -t given < <(settings "$chosen")
  case $kind in
    prepare)
      measure "$sdvgen" prepare "$recipe" "${given[@]}"
      row "encode one pair, one clip and their prompts" "$chosen"
      ;;
    train)
      rm -rf "$work/run"
      measure "$sdvgen" train "$recipe" "${given[@]}"
      row "one identity and one motion step" "$chosen" \
        "identity $(seconds_of identity), motion $(seconds_of motion)" "$(plan_of "${given[@]}")"
      cp "$work/run/metrics.jsonl" "$work/metrics-$backbone.jsonl"
      rm -rf "$work/run"
      ;;
    generate)
      measure "$sdvgen" generate --config "$recipe" --prompt "a fox runs over snow" \
        --output "$work/video.mp4" "${given[@]}"
      row "generate 9 frames, 2 steps" "$chosen"
      rm -f "$work/video.mp4"
      ;;
    *) echo "real_size.sh: $part is neither prepare, train:... nor generate:..." >&2; exit 2 ;;
  esac
done
