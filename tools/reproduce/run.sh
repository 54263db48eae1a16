#!/bin/sh
# Trains and scores every way of training that docs/reproduce.md compares, with several seeds, and
# prints the tables and signs of tables.json.
#
#   tools/reproduce/run.sh [FOLDER [SEED...]]       runs/reproduce, seeds 1 2 3 4 5
#
# Finished runs are skipped and stopped ones resumed. ARMS="ours image-only" runs only
# those; JOBS says how many run at once, one thread each; BASE is the recipe whose base model is
# scored beside them, toy.yaml.
set -eu
home=$(cd -- "$(dirname -- "$0")/../.." && pwd)
out=${1:-$home/runs/reproduce}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- 1 2 3 4 5
jobs=${JOBS:-2}
base=$home/recipes/${BASE:-toy.yaml}
OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
export OMP_NUM_THREADS

# Recipe and overrides of each way of training.
arm() {
  case $1 in
    ours) echo toy.yaml ;;
    image-only) echo toy-image-only.yaml ;;
    two-stage) echo toy-two-stage.yaml ;;
    t2i-t2v) echo toy-t2i-t2v.yaml ;;
    p-0.4) echo toy.yaml switch.probability=0.4 ;;
    p-0.6) echo toy.yaml switch.probability=0.6 ;;
    pairs-1000 | pairs-2000) echo toy.yaml "track.identity.data.size=${1#pairs-}" ;;
    clips-100 | clips-200 | clips-300) echo toy.yaml "track.motion.data.size=${1#clips-}" ;;
    rank-quarter) echo toy.yaml lora.rank=4 lora.alpha=4 ;;
    rank-half) echo toy.yaml lora.rank=8 lora.alpha=8 ;;
    rank-double) echo toy.yaml lora.rank=32 lora.alpha=32 ;;
    no-cls) echo toy.yaml track.identity.objective.subject_token=none generate.subject_token=none ;;
    all-on-reference) echo toy.yaml backbone.norm_lora=reference_only ;;
    whole-drop) echo toy.yaml track.motion.objective.token_drop_sampling=whole ;;
    task-per-pair) echo toy.yaml switch.draws_per_step=8 ;;
    cls-start) echo toy.yaml track.identity.objective.subject_token=start generate.subject_token=start ;;
    v1-code)
      echo toy.yaml lora.dropout=0 switch.draws_per_step=8 generate.subject_token=start \
        track.identity.objective.subject_token=start track.identity.objective.view_drop=0 \
        track.identity.objective.source_zoom_max=1 track.identity.objective.target_zoom_max=1 \
        track.motion.objective.token_drop_sampling=whole ;;
    norm-reference) echo toy.yaml backbone.norm_lora=reference ;;
    wan22-shared) echo toy-wan22.yaml backbone.reference_position=shared_frame_shifted ;;
    wan22-continuous) echo toy-wan22.yaml backbone.reference_position=continuous ;;
    wan22-image-only)
      echo toy-image-only.yaml "extends=$home/recipes/toy-wan22.yaml" backbone.reference_position=continuous ;;
    wan22-image-only-shared)
      echo toy-image-only.yaml "extends=$home/recipes/toy-wan22.yaml" backbone.reference_position=shared_frame_shifted ;;
    pcgrad-4) echo toy.yaml update_rules=gradient-surgery ;;
    pcgrad-8) echo toy.yaml update_rules=gradient-surgery update.gradient-surgery.buffer_size=8 ;;
    image-only-l2) echo toy-image-only.yaml update_rules=l2-penalty ;;
    image-only-anchored) echo toy-image-only.yaml update_rules=l2-anchoring ;;
    two-stage-l2) echo toy-two-stage.yaml update_rules=l2-penalty ;;
    two-stage-anchored) echo toy-two-stage.yaml update_rules=l2-anchoring ;;
    *) echo "no such way of training: $1" >&2; exit 2 ;;
  esac
}

all="ours image-only two-stage pairs-1000 pairs-2000 pcgrad-4 pcgrad-8 no-cls t2i-t2v clips-100
  clips-200 clips-300 p-0.4 p-0.6 rank-quarter rank-half rank-double image-only-l2
  image-only-anchored two-stage-l2 two-stage-anchored norm-reference all-on-reference whole-drop
  task-per-pair cls-start v1-code"

score() {
  folder=$1
  shift
  [ -e "$folder/evaluation.json" ] || "$home/sdvgen" evaluate "$@" --output-dir "$folder"
}

each() {
  name=$1 seed=$2
  run=$out/$name-$seed
  mkdir -p "$run"
  # shellcheck disable=SC2046
  set -- $(arm "$name")
  recipe=$home/recipes/$1
  shift
  {
    "$home/sdvgen" train "$recipe" "$@" "seed=$seed" "output_dir=$run" analysis.steps=20
    score "$run/evaluation" "$run"
  } >"$run/log.txt" 2>&1 || { echo "$name, seed $seed: see $run/log.txt" >&2; return 1; }
  echo "$name, seed $seed: done"
}

mkdir -p "$out"
score "$out/base" "$base" --no-adapter --no-reference >"$out/base.txt" 2>&1
score "$out/base-marked" "$base" --no-adapter --no-reference --mark-subject >"$out/base-marked.txt" 2>&1
score "$out/base-reference" "$base" --no-adapter >"$out/base-reference.txt" 2>&1
for seed in "$@"; do
  for name in ${ARMS:-$all}; do
    each "$name" "$seed" &
    running=$((${running:-0} + 1))
    if [ "$running" -ge "$jobs" ]; then
      wait
      running=0
    fi
  done
done
wait
exec java -cp "$home/cli/target/dist/lib/*" "-Dtables=$home/tools/reproduce/tables.json" \
  "$home/tools/reproduce/Tables.java" "$out"
