# shellcheck shell=bash
# Rounds and what they come to. A sample is a line "case side metric value" in samples.tsv.

sample() { printf '%s\t%s\t%s\t%s\n' "$@" >>"$RESULTS/samples.tsv"; }

# median CASE SIDE METRIC: of all its samples; nothing when there are none.
median() {
	[[ -f $RESULTS/samples.tsv ]] || return 0
	awk -F'\t' -v c="$1" -v s="$2" -v m="$3" '$1 == c && $2 == s && $3 == m { print $4 }' "$RESULTS/samples.tsv" |
		sort -g | awk '{ v[NR] = $1 } END { if (NR) print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# highest CASE SIDE METRIC: of all its samples.
highest() {
	awk -F'\t' -v c="$1" -v s="$2" -v m="$3" '$1 == c && $2 == s && $3 == m && $4 + 0 >= h { h = $4 + 0 } END { print h + 0 }' \
		"$RESULTS/samples.tsv"
}

# calculate EXPRESSION [FORMAT]
calculate() { awk "BEGIN { printf \"${2:-%.2f}\", ($1) }"; }

micros_now() { echo "${EPOCHREALTIME/[.,]/}"; }

# load SCRIPT URL SECONDS: puts requests on a server; sets REQUESTS, MICROS, P50, P99 and MAX (µs) and LOAD_BYTES. Errors end
# the benchmark.
load() {
	local output=$RESULTS/wrk.log result
	wrk --threads 1 --connections "${LOAD_CONNECTIONS:-$CONNECTIONS}" --duration "${3}s" --timeout 10s --latency \
		--script "$BENCH_HOME/wrk/$1.lua" "$2" >"$output" 2>&1 || { cat "$output" >&2 && fail "wrk failed"; }
	cat "$output" >>"$RESULTS/wrk-all.log"
	result=$(grep '^RESULT ' "$output") || { cat "$output" >&2 && fail "wrk gave no result"; }
	[[ $result =~ requests=([0-9]+)\ micros=([0-9]+)\ p50=([0-9]+)\ p99=([0-9]+)\ max=([0-9]+)\ bytes=([0-9]+)\ errors=([0-9]+) ]]
	REQUESTS=${BASH_REMATCH[1]} MICROS=${BASH_REMATCH[2]} P50=${BASH_REMATCH[3]} P99=${BASH_REMATCH[4]}
	MAX=${BASH_REMATCH[5]} LOAD_BYTES=${BASH_REMATCH[6]}
	if ((BASH_REMATCH[7] > 0 || REQUESTS == 0)) || grep -qE 'Non-2xx|Socket errors' "$output"; then
		cat "$output" >&2
		fail "some answers of $2 were errors: what was measured means nothing"
	fi
}

# warm_up SCRIPT URL: a number of requests, not of seconds, since on a busy machine a second compiles little. It takes about
# a million calls until the compiler has nothing left to do; the first hundred thousand cost several times as much.
warm_up() {
	local sent=0 rounds=0
	while ((sent < WARM_UP_REQUESTS && rounds < 80)); do
		load "$1" "$2" 3
		sent=$((sent + REQUESTS)) rounds=$((rounds + 1))
	done
}

# load_round CASE SIDE PID SCRIPT URL: one round that counts.
load_round() {
	local before after
	before=$(cpu_micros "$3")
	load "$4" "$5" "$SECONDS_PER_ROUND"
	after=$(cpu_micros "$3")
	sample "$1" "$2" rate "$(calculate "$REQUESTS * 1000000 / $MICROS" %.0f)"
	sample "$1" "$2" p50 "$P50"
	sample "$1" "$2" p99 "$P99"
	sample "$1" "$2" max "$MAX"
	sample "$1" "$2" cpu "$(calculate "($after - $before) / $REQUESTS" %.1f)"
}

# require_answer EXPECTED CURL-ARGUMENTS…: the answer has this text in it, so that what follows measures the right thing.
require_answer() {
	local expected=$1 answer
	shift
	answer=$(curl --silent --max-time 30 "$@") || fail "no answer to: $*"
	[[ $answer == *"$expected"* ]] || fail "wrong answer to: $*: $answer"
}
