#!/bin/sh
# seeds.sh NAME FOLDER: the seeds of one fuzzer, in its own input format, from the lines of seeds.txt: each is a
# kind, an expected value, a form and an answer, and of some what is asked, with tabs between them.
set -eu
number=0
tab=$(printf '\t')
while IFS="$tab" read -r kind expected form answer ask; do
	number=$((number + 1))
	seed=$2/seed-$number
	[ "$form" != - ] || form=
	byte=$(printf '\\%03o' "$kind")
	case $1 in
	fuzz_check) printf "$byte"'@%s\n%s\n%s' "$expected" "$form" "$answer" >"$seed" ;;
	fuzz_diagnosis) printf "$byte"'@%s\n%s\n%s\n\n%s' "$expected" "${ask:-$expected}" "$form" "$answer" >"$seed" ;;
	fuzz_question) printf "$byte"'@@%s\n%s\n\n\n\n\n\n\n\n%s' "$expected" "$form" "$answer" >"$seed" ;;
	fuzz_request) printf '\001{"question":{"expected":"%s"},"answer":"%s"}' "$expected" "$answer" >"$seed" ;;
	*) printf '@%s' "$answer" >"$seed" ;;
	esac
done <"$(dirname "$0")/seeds.txt"
