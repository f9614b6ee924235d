#!/bin/sh
# From a fresh Debian 12 machine to a daemon that makes and marks items: installs what is missing, builds, starts
# the daemon, talks to it over its socket, and leaves it serving.
#   sh daemon/quickstart.sh         leaves the daemon serving
#   sh daemon/quickstart.sh --once  ends it afterwards
set -eu
cd "$(dirname "$0")/.."
. daemon/install.sh

once=
case "${1:-}" in
--once) once=yes ;;
'') ;;
*)
	echo "usage: sh daemon/quickstart.sh [--once]" >&2
	exit 2
	;;
esac

install_packages
echo "Building masteryd ..."
mkdir -p build state
chmod 700 state
{ cmake --preset release -DMASTERYD_TESTS=OFF && cmake --build --preset release --target masteryd; } >build/quickstart.log 2>&1 || {
	tail -n 30 build/quickstart.log >&2
	exit 3
}

# A daemon that is already serving here is talked to as it is.
if build/release/masteryd call ping '{}' --timeout 500 >/dev/null 2>&1; then
	echo "A daemon is already serving here; using it."
	daemon=
else
	build/release/masteryd serve --state state >>state/log 2>&1 &
	daemon=$!
fi
stop() { [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true; }
trap 'stop' INT TERM

status=0
/usr/bin/python3 daemon/quickstart.py ipc://state/front.sock || status=$?
if [ "$status" != 0 ]; then
	echo "The daemon did not answer as it should; the end of state/log:" >&2
	tail -n 5 state/log >&2 || true
	stop
	exit "$status"
fi
if [ -n "$once" ]; then
	stop
	[ -z "$daemon" ] || wait "$daemon"
elif [ -n "$daemon" ]; then
	cat <<END

The daemon goes on serving at ipc://state/front.sock (process $daemon; its log is state/log).
Try:   build/release/masteryd call generate '{"unit": "logarithms", "count": 2}'
Stop:  kill $daemon
END
fi
