#!/usr/bin/env bash
# Regenerates src/engine/graph/onnx_pb.ts from onnx.proto, which the PyPI package `onnx` carries.
# Needed only when the ONNX version changes; the generated file is committed. Needs pip, unzip and protoc (Debian: protobuf-compiler).
set -euo pipefail
version=1.23.2
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip download --quiet --no-deps --dest "$work" "onnx==$version"
(cd "$work" && unzip -q onnx-*.whl onnx/onnx.proto)
protoc --plugin="$here/node_modules/.bin/protoc-gen-es" --proto_path="$work/onnx" --es_out="$work" --es_opt=target=ts onnx.proto
cp "$work/onnx_pb.ts" "$here/src/engine/graph/onnx_pb.ts"
