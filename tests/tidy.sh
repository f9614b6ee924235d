#!/bin/sh
# clang-tidy over every source file, one process a core; the checks are in .clang-tidy.
#   sh tests/tidy.sh        all but the static analyzer, which alone takes longer than all else
#   sh tests/tidy.sh all    the analyzer too
set -eu
cd "$(dirname "$0")/.."
checks='-clang-analyzer-*'
[ "${1:-}" != all ] || checks=
cmake --preset dev -DMASTERYD_TESTS=ON >/dev/null
find checker generators daemon tests/unit tests/property tests/golden tests/bench -name '*.c' 2>/dev/null | sort |
	xargs -P "$(nproc)" -n 4 clang-tidy-14 -p build/dev --quiet --checks="$checks" 2>/dev/null
