#!/bin/sh
# clang-tidy over every source file, two at a time; the checks are in .clang-tidy. Needs the dev preset configured.
set -eu
cd "$(dirname "$0")/.."
cmake --preset dev -DMASTERYD_TESTS=ON >/dev/null
find checker generators daemon tests/unit tests/property tests/golden tests/bench -name '*.c' 2>/dev/null | sort |
	xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/dev --quiet 2>/dev/null
