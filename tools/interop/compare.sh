#!/bin/sh
# Trains a tiny adapter, generates with it here and in diffusers, and compares.
#
#   tools/interop/compare.sh cogvideox|wan22 PYTHON
set -eu
backbone=$1
python=$2
cd "$(dirname "$0")/../.."
run=runs/interop-$backbone
config=tools/interop/tiny-$backbone.yaml
prompt="a star moves to the left on the grass"

rm -rf "$run"
mkdir -p "$run/model"
case $backbone in
  cogvideox)
    size=48
    cp -r recipes/toy-base/model_index.json recipes/toy-base/scheduler recipes/toy-base/tokenizer "$run/model"
    cp -r cli/src/test/resources/tiny-model/. "$run/model"
    ;;
  wan22)
    size=64
    cp -r backbone-wan22/src/test/resources/golden/wan22/model/. "$run/model"
    ;;
esac

./sdvgen train "$config"
adapter=$run/pytorch_lora_weights
java -cp "cli/target/dist/lib/*" tools/interop/Generate.java "$config" "$adapter.safetensors" "$prompt" "$run/out"
# The copy for ComfyUI has the patch embedding too, which diffusers reads in its own spelling alone.
"$python" tools/interop/compare.py "$run/model" "$prompt" "$run/out" "$adapter.safetensors" \
    --height $size --width $size
