#!/usr/bin/env bash
# Checks sdvgen on a graphics card (tools/gpu/README.md): accuracy against the CPU, then steps and
# generation of both backbones with their seconds, TFLOP/s, planned and measured memory.
#
#   tools/gpu/check.sh [real|small] [DEVICE]       (default: real cuda:0)
#
#   real    published sizes with random weights, the paper's adapter (rank 128), 49 frames of 480x720
#   small   the tiny models of models/, 9 frames of 48x48: shows in minutes, also with DEVICE cpu, that
#           everything runs
#
# SDVGEN=PROGRAM     default: the launcher of this checkout or distribution
# WORK=FOLDER        takes models (23 GB at a time) and results; default: runs/gpu-check
# PEAK_TFLOPS=N      the card's dense bf16 peak, where this file does not know the card
set -euo pipefail
home=$(cd -- "$(dirname -- "$0")/../.." && pwd)
size=${1:-real} device=${2:-cuda:0}
sdvgen=${SDVGEN:-$home/sdvgen}
work=${WORK:-$home/runs/gpu-check}
recipe=$home/tools/bench/real-size.yaml
case $size in
  real) shape=480,720,49 rank=128 ;;
  small) shape=48,48,9 rank=8 ;;
  *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" | sed '$d' >&2; exit 2 ;;
esac
IFS=, read -r height width frames <<<"$shape"
mkdir -p "$work"
work=$(cd -- "$work" && pwd)
export SDVGEN WORK RECIPE=$recipe NVIDIA_TF32_OVERRIDE=0 # fp32 is exact
SDVGEN=$sdvgen
failures=0

toy() { if [ "$1" = cogvideox ]; then echo toy-cogvideox; else echo toy-wan22; fi; }
published() { if [ "$1" = cogvideox ]; then echo cogvideox-5b; else echo wan2.2-ti2v-5b; fi; }

card=$(nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null | head -n 1) || card=
[ -n "$card" ] || card="no NVIDIA card"
# Dense bf16 peaks of the makers' data sheets, in TFLOP/s.
peak=${PEAK_TFLOPS:-$(case $card in
  *H100*PCIe*) echo 756 ;; *H100* | *H200*) echo 989 ;; *A100*) echo 312 ;; *L40S*) echo 362 ;;
  *"RTX 4090"*) echo 165 ;; *"RTX 3090"*) echo 71 ;; *A10G*) echo 70 ;; *A10*) echo 125 ;; *L4*) echo 121 ;;
esac)}

echo "sdvgen $size check on $device ($card)"
"$sdvgen" doctor >"$work/doctor.txt"
grep -E '^(pytorch|cuda|gpus) ' "$work/doctor.txt" || true

# ---- accuracy: losses of the same steps on the CPU in fp32 and on the device ----------------------

tiny_run() { # backbone, device, dtype, list
  rm -rf "$work/tiny"
  "$sdvgen" train "$recipe" "backbone.name=$1" "backbone.checkpoint=$home/models/$(toy "$1")" \
    "backbone.device=$2" "backbone.dtype=$3" backbone.long_prompts=truncate lora.rank=8 max_train_steps=4 \
    track.identity.height=48 track.identity.width=48 track.motion.height=48 track.motion.width=48 \
    "output_dir=$work/tiny" >"$work/tiny.log" 2>&1 || { cat "$work/tiny.log" >&2; exit 1; }
  sed -n 's/.*"loss":\([0-9.eE+-]*\),"grad_norm":\([0-9.eE+-]*\),.*/\1 \2/p' "$work/tiny/metrics.jsonl" >"$work/$4"
}

differ() { # two lists: the largest relative difference
  paste -d ' ' "$1" "$2" | awk '{ for (i = 1; i <= 2; i++) { d = ($i - $(i + 2)) / $i; if (d < 0) d = -d; if (d > m) m = d } }
    END { if (NR == 0) exit 1; printf "%.1e", m }'
}

accuracy=
for backbone in cogvideox wan22; do
  tiny_run $backbone cpu fp32 expected
  for dtype in fp32:1e-3 bf16:1e-1; do
    tiny_run $backbone "$device" "${dtype%:*}" found
    error=$(differ "$work/expected" "$work/found")
    verdict=$(awk -v e="$error" -v limit="${dtype#*:}" 'BEGIN { print (e <= limit ? "good" : "BAD") }')
    [ "$verdict" = good ] || failures=$((failures + 1))
    accuracy+="| $backbone | ${dtype%:*} | $error | ${dtype#*:} | $verdict |"$'\n'
    echo "accuracy $backbone ${dtype%:*}: losses and gradient norms differ by $error from the CPU's in fp32: $verdict"
  done
done

# ---- steps and generation -------------------------------------------------------------------------

rows=
json=
settings="backbone.device=$device,lora.rank=$rank,lora.alpha=64"
settings+=",track.identity.height=$height,track.identity.width=$width"
settings+=",track.motion.height=$height,track.motion.width=$width,track.motion.frames=$frames"
settings+=",max_train_steps=4,checkpointing_steps=4"
clip="backbone.device=$device,generate.height=$height,generate.width=$width,generate.num_frames=$frames"
if [ "$size" = small ]; then
  settings+=,backbone.long_prompts=truncate
  clip+=,backbone.long_prompts=truncate
fi

# 10^12 operations of a step by the plan, whose arithmetic docs/performance.md has.
operations() { # backbone, model, track
  # shellcheck disable=SC2086
  "$sdvgen" plan "$recipe" --json --teraflops 1 --bandwidth 1000000 "backbone.name=$1" \
    "backbone.checkpoint=$2" ${settings//,/ } 2>/dev/null |
    sed -n '/"seconds_per_step"/,/}/p' | sed -n "s/.*\"$3\" : \([0-9.eE+-]*\).*/\1/p"
}

for backbone in cogvideox wan22; do
  if [ "$size" = real ]; then
    model=$work/$(published $backbone)
    [ -d "$model" ] || "$sdvgen" random-weights "$(published $backbone)" "$model" 2>"$work/weights.log"
  else
    model=$home/models/$(toy $backbone)
  fi
  for mode in resident stream; do
    row=$("$home/tools/bench/real_size.sh" $backbone "$model" "$work/$mode" "train:memory.mode=$mode,$settings" | tail -n 1)
    for track in identity motion; do
      seconds=$(sed -n "s/.*$track \([0-9.]*\) s.*/\1/p" <<<"$row")
      work_of=$(operations $backbone "$model" $track)
      rate=$(awk -v o="${work_of:-0}" -v s="${seconds:-0}" 'BEGIN { if (s > 0) printf "%.2f", o / s; else print "-" }')
      share=$(awk -v r="$rate" -v p="${peak:-0}" 'BEGIN { if (p > 0 && r > 0) printf "%.0f %%", 100 * r / p; else print "-" }')
      IFS='|' read -r _ _ _ _ _ _ planned own _ used _ <<<"$row"
      rows+="| $backbone | $track step | $mode | $seconds | ${rate} | $share |$planned|$own|$used|"$'\n'
      json+="{\"backbone\":\"$backbone\",\"part\":\"$track\",\"mode\":\"$mode\",\"seconds\":${seconds:-null},\"tflops\":\"$rate\",\"planned\":\"${planned// /}\",\"host\":\"${own// /}\",\"device\":\"${used// /}\"},"
    done
  done
  row=$("$home/tools/bench/real_size.sh" $backbone "$model" "$work/resident" "generate:memory.mode=phased,$clip" | tail -n 1)
  IFS='|' read -r _ _ _ _ _ wall planned own _ used _ <<<"$row"
  rows+="| $backbone | generate, 2 steps | phased | ${wall//[^0-9.]/} | - | - |$planned|$own|$used|"$'\n'
  json+="{\"backbone\":\"$backbone\",\"part\":\"generate\",\"mode\":\"phased\",\"seconds\":${wall//[^0-9.]/},\"host\":\"${own// /}\",\"device\":\"${used// /}\"},"
  [ "$size" != real ] || [ -n "${KEEP:-}" ] || rm -rf "$model"
done

{
  echo "$card, $size size ($frames frames of ${height}x$width, rank $rank), $(date -u +%F)"
  echo
  echo "| backbone | precision | largest difference of losses and gradient norms from the CPU in fp32 | limit | |"
  echo "|---|---|---|---|---|"
  printf '%s\n' "$accuracy"
  echo "| backbone | part | memory.mode | seconds | TFLOP/s | share of the card's peak | planned | host | device |"
  echo "|---|---|---|---|---|---|---|---|---|"
  printf '%s' "$rows"
} >"$work/table.md"
printf '{"card":"%s","size":"%s","device":"%s","failures":%d,"results":[%s]}\n' \
  "$card" "$size" "$device" "$failures" "${json%,}" >"$work/results.json"
cat "$work/table.md"
echo "written: $work/table.md and $work/results.json"
[ "$failures" = 0 ]
