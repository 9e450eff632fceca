#!/bin/sh
cd "$(dirname "$0")" || exit 1
./qunbao check -c workspace/qunbao.yaml && exec ./qunbao run -c workspace/qunbao.yaml
