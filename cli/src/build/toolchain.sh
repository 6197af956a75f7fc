# Finds the JDK and Maven; read in by build.sh and check.

# Prints the major version of the JDK in $1, or nothing when it is none.
jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Sets JAVA_HOME to a JDK 25 or newer, or fails and says how to get one.
find_jdk() {
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*25* /usr/lib/jvm/* /opt/*jdk*; do
    major=$(jdk_major "$candidate")
    if [ "${major:-0}" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<'END'
intarsia: needs JDK 25 or newer, and finds none in JAVA_HOME or /usr/lib/jvm.
On Debian and Ubuntu, Temurin's package is in https://packages.adoptium.net/artifactory/deb (see https://adoptium.net/installation/linux):
  apt-get install temurin-25-jdk
END
  return 1
}

# Makes sure that the commands of packages are there: arguments are package:command. Root gets the missing ones installed.
need_packages() {
  missing=
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair#*:}" >/dev/null 2>&1 || missing="$missing ${pair%%:*}"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "intarsia: installing$missing" >&2
    # shellcheck disable=SC2086
    { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing ||
      { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; }; } >&2 && return 0
  fi
  echo "intarsia: these packages are missing:$missing (as root: apt-get install$missing)" >&2
  return 1
}
