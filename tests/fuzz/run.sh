#!/bin/sh
# Builds the fuzzers and runs each for some seconds; ends with 1 on any finding, which stays in the build folder.
#   sh tests/fuzz/run.sh [SECONDS [NAME...]]      20 seconds each; the names are those of the files, fuzz_read, ...
# MASTERYD_INDEX: the content.index of a build without sanitizers, which saves minutes.
# New inputs are kept in build/fuzz/corpus and start the next run; the seeds are written anew from seeds.txt.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-20}
[ $# -eq 0 ] || shift
build=${FUZZ_BUILD:-build/fuzz}

cmake --preset fuzz -B "$build" -DMASTERYD_TESTS=ON -DMASTERYD_INDEX="${MASTERYD_INDEX:-}" >/dev/null
names=${*:-$(cd tests/fuzz && ls fuzz_*.c | sed 's/\.c$//')}
# shellcheck disable=SC2086 # a list of names
cmake --build "$build" --target $names | tail -n 1

failed=0
for name in $names; do
	corpus=$build/corpus/$name
	mkdir -p "$corpus" "$build/findings"
	sh tests/fuzz/seeds.sh "$name" "$corpus"
	log=$build/findings/$name.log
	if "$build/tests/fuzz/$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -max_len=4096 \
		-dict=tests/fuzz/mathematics.dict -artifact_prefix="$build/findings/$name-" "$corpus" >"$log" 2>&1; then
		printf '%-16s clean: %s\n' "$name" "$(grep -o 'stat::number_of_executed_units.*\|Done .*' "$log" | tail -n 1)"
	else
		failed=1
		printf '%-16s FOUND SOMETHING, see %s\n' "$name" "$log"
		tail -n 30 "$log"
	fi
done
exit $failed
