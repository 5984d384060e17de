#!/usr/bin/env bash
# Measures the packaged gateway against real servers on this machine, beside the limit that each case has.
# What it measures and how to read it: docs/performance.md.
set -euo pipefail

BENCH_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT_HOME=$(dirname "$BENCH_HOME")
export BENCH_HOME
. "$BENCH_HOME/lib/processes.sh"
. "$BENCH_HOME/lib/servers.sh"
. "$BENCH_HOME/lib/measure.sh"
. "$BENCH_HOME/lib/report.sh"
. "$BENCH_HOME/lib/requests.sh"
. "$BENCH_HOME/lib/transfers.sh"
. "$BENCH_HOME/lib/mcp.sh"

readonly ALL_CASES=(echo document export object memory mcp mounts)

usage() {
	cat <<-'TEXT'
	usage: bench/run.sh [--quick] [--only CASE[,CASE…]] [--seconds N] [--rounds N] [--jar FILE]

	  --quick      short rounds and small tables: shows that it works, not how fast it is
	  --only       echo, document, export, object, memory, mcp or mounts; default all
	  --seconds    how long one round under load lasts (default 6)
	  --rounds     how often each side is measured, in turn; the median counts (default 5, at least 3)
	  --jar        the packaged gateway (default target/mcp-gateway.jar)

	Ends with 0 when everything was measured, also where a target was missed.
	TEXT
}

parse_options() {
	CASES=("${ALL_CASES[@]}")
	JAR=$PROJECT_HOME/target/mcp-gateway.jar
	QUICK=no SECONDS_PER_ROUND='' ROUNDS=''
	while (($# > 0)); do
		case $1 in
			--quick) QUICK=yes ;;
			--only) IFS=, read -ra CASES <<<"${2:?--only needs a case}" && shift ;;
			--seconds) SECONDS_PER_ROUND=$(number "$1" "${2:-}" 1) && shift ;;
			--rounds) ROUNDS=$(number "$1" "${2:-}" 3) && shift ;;
			--jar) JAR=$(realpath "${2:?--jar needs a file}") && shift ;;
			--help | -h) usage && exit 0 ;;
			*) usage >&2 && exit 2 ;;
		esac
		shift
	done
	local each
	for each in "${CASES[@]}"; do
		[[ " ${ALL_CASES[*]} " == *" $each "* ]] || fail "no such case: $each; there are ${ALL_CASES[*]}"
	done
	apply_sizes
}

number() {
	[[ $2 =~ ^[0-9]{1,4}$ ]] && (($2 >= $3)) || fail "$1 needs a number, at least $3"
	echo "$2"
}

apply_sizes() {
	readonly CONNECTIONS=32
	if [[ $QUICK == yes ]]; then
		: "${SECONDS_PER_ROUND:=2}" "${ROUNDS:=3}"
		WARM_UP_REQUESTS=40000 WARM_UP_EXPORTS=4 DOCUMENTS=10000 EXPORT_ROWS=20000 MEMORY_ROWS=100000 OBJECT_MB=20 MEMORY_OBJECT_MB=200
	else
		: "${SECONDS_PER_ROUND:=6}" "${ROUNDS:=5}"
		WARM_UP_REQUESTS=1000000 WARM_UP_EXPORTS=20 DOCUMENTS=100000 EXPORT_ROWS=200000 MEMORY_ROWS=1000000 OBJECT_MB=100 MEMORY_OBJECT_MB=1024
	fi
}

main() {
	parse_options "$@"
	check_tools
	prepare_work_folder
	trap stop_all EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	unpack_libraries
	compile_limits
	start_postgres
	print_machine
	local each
	for each in "${CASES[@]}"; do
		"case_$each"
	done
	print_verdict
}

main "$@"
