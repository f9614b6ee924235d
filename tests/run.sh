#!/bin/sh
# All tests, from a fresh Debian 12 machine: installs what they need, builds, runs. Ends at the first room that
# fails. The limits on time are in each test; the whole takes some ten minutes on two cores.
#   sh tests/run.sh            everything
#   sh tests/run.sh quick      the release build's tests only
set -eu
cd "$(dirname "$0")/.."
. daemon/install.sh

stage() { printf '\n== %s (%s s)\n' "$1" "$(($(date +%s) - begun))"; }
begun=$(date +%s)

stage "packages"
install_packages tests

stage "layout: clang-format"
find checker generators daemon tests -name '*.[ch]' -print0 | xargs -0 clang-format-14 --dry-run -Werror

# build_and_test PRESET INDEX [ctest options]; INDEX: that of another build, or nothing
build_and_test() {
	preset=$1
	index=$2
	shift 2
	stage "$preset: build"
	cmake --preset "$preset" -DMASTERYD_TESTS=ON -DMASTERYD_INDEX="$index" >/dev/null
	cmake --build --preset "$preset" | tail -n 1
	stage "$preset: tests"
	ctest --preset "$preset" -j "$(nproc)" "$@"
}
build_and_test release ""
[ "${1:-}" != quick ] || exit 0
# The oracle and the linter ask whether the content is right, not whether the program is: once is enough.
build_and_test asan-ubsan "$PWD/build/release/generators/content.index" -E 'oracle|lint.shipped'

stage "clang-tidy"
sh tests/tidy.sh

stage "fuzzing: 20 s each"
MASTERYD_INDEX=$PWD/build/release/generators/content.index sh tests/fuzz/run.sh 20

stage "done"
