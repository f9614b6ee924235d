# Installs what is missing of packages.txt. Sourced by quickstart.sh and tests/run.sh, from the project's root.
#   install_packages        what the daemon needs
#   install_packages tests  what the tests need as well

install_packages() {
	if [ "${1:-}" = tests ]; then
		wanted=$(grep -v -e '^#' -e '^tests$' daemon/packages.txt)
	else
		wanted=$(sed '/^tests$/,$d' daemon/packages.txt | grep -v '^#')
	fi
	missing=
	for package in $wanted; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' ||
			missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	as_root=
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null || {
			echo "Please install these packages first, as root: apt-get install$missing" >&2
			return 1
		}
		as_root=sudo
	fi
	echo "Installing:$missing"
	$as_root apt-get update -qq
	# shellcheck disable=SC2086 # one word a package
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}
