#!/usr/bin/env bash
# Regenerates src/engine/graph/onnx_pb.ts from onnx.proto, which the PyPI package `onnx` carries.
# Needed only when the ONNX version changes; the generated file is committed.
set -euo pipefail
version=1.23.2
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip download --quiet --no-deps --dest "$work" "onnx==$version"
(cd "$work" && unzip -q onnx-*.whl onnx/onnx.proto && mkdir proto && sed '/^\s*\/\/ *$/d' onnx/onnx.proto > proto/onnx.proto)
cat > "$work/buf.gen.yaml" <<YAML
version: v2
plugins:
  - local: $here/node_modules/.bin/protoc-gen-es
    out: $work/out
    opt: target=ts
YAML
(cd "$work" && "$here/node_modules/.bin/buf" generate --template buf.gen.yaml proto)
cp "$work/out/onnx_pb.ts" "$here/src/engine/graph/onnx_pb.ts"
