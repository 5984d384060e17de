# shellcheck shell=bash
# Tables and verdicts.

VERDICTS=()

print_machine() {
	say "Machine: $(nproc) CPUs ($(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo)), load $(cut -d' ' -f1 /proc/loadavg) at the start"
	say "Java: $("$JAVA_BIN/java" -version 2>&1 | tail -1), ${JAVA_FLAGS[*]}"
	say "PostgreSQL: $("$PG_BIN/postgres" --version). Rounds: $ROUNDS of each side in turn; medians are shown"
	say "Samples and logs: ${RESULTS#"$PROJECT_HOME/"}"
}

heading() {
	say ""
	say "== $*"
}

# load_row NAME CASE SIDE PEAK_MB
load_row() {
	if [[ -z ${LOAD_TABLE:-} ]]; then
		LOAD_TABLE=open
		printf '%-34s %11s %9s %9s %12s %9s\n' '' 'requests/s' 'p50 ms' 'p99 ms' 'CPU µs/req' 'peak MB'
	fi
	printf '%-34s %11s %9s %9s %12s %9s\n' "$1" "$(median "$2" "$3" rate)" "$(millis "$(median "$2" "$3" p50)")" \
		"$(millis "$(median "$2" "$3" p99)")" "$(or_dash "$(median "$2" "$3" cpu)")" "${4:--}"
}

# transfer_row NAME CASE SIDE PEAK_MB
transfer_row() {
	if [[ -z ${TRANSFER_TABLE:-} ]]; then
		TRANSFER_TABLE=open
		printf '%-34s %9s %9s %14s %12s %9s\n' '' 'MB/s' 'whole s' 'first byte ms' 'CPU ms' 'peak MB'
	fi
	printf '%-34s %9s %9s %14s %12s %9s\n' "$1" "$(or_dash "$(median "$2" "$3" megabytes)")" \
		"$(or_dash "$(median "$2" "$3" seconds)")" "$(or_dash "$(median "$2" "$3" first)")" \
		"$(or_dash "$(median "$2" "$3" cpu)")" "${4:--}"
}

end_table() { unset LOAD_TABLE TRANSFER_TABLE; }

or_dash() { echo "${1:--}"; }

millis() { [[ -n $1 ]] && calculate "$1 / 1000" || echo -; }

# verdict WHAT RATIO least|most TARGET
verdict() {
	local kept
	if [[ $3 == least ]]; then
		kept=$(calculate "$2 >= $4" %d)
	else
		kept=$(calculate "$2 <= $4" %d)
	fi
	local line
	line=$(printf '%-58s %6.2f   target: at %-5s %5.2f   %s' "$1" "$2" "$3" "$4" "$( ((kept)) && echo met || echo MISSED)")
	say "  $line"
	VERDICTS+=("$line")
}

# ratio_of CASE SIDE OTHER METRIC
ratio_of() { calculate "$(median "$1" "$2" "$4") / $(median "$1" "$3" "$4")" %.3f; }

# check WHAT yes|no DETAIL
check() {
	local line
	line=$(printf '%-58s %s   %s' "$1" "$([[ $2 == yes ]] && echo met || echo MISSED)" "$3")
	say "  $line"
	VERDICTS+=("$line")
}

skipped() {
	say "skipped: $1"
	VERDICTS+=("skipped: $1")
}

print_verdict() {
	heading "Ratios (gateway ÷ limit) and targets"
	printf '  %s\n' "${VERDICTS[@]}"
	[[ $QUICK == no ]] || say "  (--quick: warm-up and rounds are too short for these figures to mean much)"
}
