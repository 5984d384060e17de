# shellcheck shell=bash
# Processes that the benchmark starts, and what the kernel says of them.

PIDS=()
CLOCK_TICKS=$(getconf CLK_TCK)

say() { printf '%s\n' "$*"; }

fail() {
	printf 'bench: %s\n' "$*" >&2
	exit 1
}

# Sets WORK, a folder that is gone afterwards, and RESULTS, where what was measured stays.
prepare_work_folder() {
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/mcp-gateway-bench.XXXXXX")
	# PostgreSQL runs as a user of its own and has to get through.
	chmod 711 "$WORK"
	RESULTS=$BENCH_HOME/results/$(date -u +%Y%m%dT%H%M%SZ)
	mkdir -p "$RESULTS"
}

# start NAME COMMAND…: runs it in the background with its output in a log; sets STARTED to its pid.
start() {
	local name=$1
	shift
	"$@" >"$RESULTS/$name.log" 2>&1 &
	STARTED=$!
	PIDS+=("$STARTED")
}

# stop PID: asks it to end, waits, and insists.
stop() {
	local pid=$1 tries
	kill -TERM "$pid" 2>/dev/null || return 0
	for ((tries = 0; tries < 150; tries++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	kill -KILL "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
}

stop_all() {
	local index
	for ((index = ${#PIDS[@]} - 1; index >= 0; index--)); do
		stop "${PIDS[index]}"
	done
	stop_postgres
	rm -rf "$WORK"
}

# Sets FREE_PORT to a port on loopback where nobody listens.
free_port() {
	while true; do
		FREE_PORT=$((20000 + RANDOM % 12000))
		(exec 3<>"/dev/tcp/127.0.0.1/$FREE_PORT") 2>/dev/null || return 0
	done
}

# await_http NAME PID URL: until the server answers; anything it says will do.
await_http() {
	local tries
	for ((tries = 0; tries < 600; tries++)); do
		kill -0 "$2" 2>/dev/null || fail "$1 ended while starting; see $RESULTS/$1.log"
		curl --silent --output /dev/null --max-time 2 "$3" && return 0
		sleep 0.1
	done
	fail "$1 did not answer within a minute; see $RESULTS/$1.log"
}

# The CPU time that a process has used, user and system, in µs.
cpu_micros() {
	local line fields
	line=$(<"/proc/$1/stat")
	# The name, in brackets, may hold spaces; after it, user and system time are fields 12 and 13.
	read -ra fields <<<"${line##*) }"
	echo $(((fields[11] + fields[12]) * 1000000 / CLOCK_TICKS))
}

# The most memory that a process has held, in MB.
peak_megabytes() { awk '/^VmHWM:/ { printf "%d", $2 / 1024 }' "/proc/$1/status"; }
