#!/bin/sh
# A PostgreSQL of the tests' own, from Debian's packages: in a folder, on a socket in that folder, no port. Its
# programs refuse to run as root; then they run as the user `postgres` that the package made.
#   sh tests/postgres.sh start FOLDER   prints where it is: postgresql://...
#   sh tests/postgres.sh again FOLDER   starts it once more, after it was killed
#   sh tests/postgres.sh stop FOLDER
#   sh tests/postgres.sh pid FOLDER     of the server's first process
set -eu
folder=$2
programs=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)

as_owner() {
	if [ "$(id -u)" = 0 ]; then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}
start() {
	as_owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 \
		-o "-k $folder -c listen_addresses='' -c shared_buffers=64MB -c max_connections=20" start >/dev/null 2>&1
}
case $1 in
start)
	mkdir -p "$folder"
	chmod 700 "$folder"
	[ "$(id -u)" != 0 ] || chown postgres "$folder"
	cd "$folder"
	as_owner "$programs/initdb" -D "$folder/data" -U masteryd -A trust -E UTF8 --locale=C --no-sync >/dev/null
	start
	echo "postgresql://masteryd@/postgres?host=$folder"
	;;
again)
	cd "$folder"
	start
	;;
stop)
	cd "$folder"
	as_owner "$programs/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
	;;
pid)
	head -n 1 "$folder/data/postmaster.pid"
	;;
esac
