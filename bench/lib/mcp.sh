# shellcheck shell=bash
# MCP beside other servers that speak it. A side is one server as one kind of client calls it; every side has a process
# and a URL, and a request with its answer, which was looked at once and then is the same for every call.

declare -A SIDE_PID SIDE_URL SIDE_HEADERS SIDE_BODY SIDE_ANSWER SIDE_SIZE

readonly MANY_CONNECTIONS=256
# As wrk/mcp.lua has it.
readonly FIRST_ID=1000000
# 100 characters, as over REST.
readonly MCP_MESSAGE='the quick brown fox jumps over the lazy dog, and then it does so once more, and again, just a bit..'
readonly MODERN_META='"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
	"io.modelcontextprotocol/clientInfo": {"name": "bench", "version": "1"},
	"io.modelcontextprotocol/clientCapabilities": {}}'
readonly MCP_ACCEPT=(--header 'Content-Type: application/json' --header 'Accept: application/json, text/event-stream')
readonly LEGACY_VERSION='MCP-Protocol-Version: 2025-11-25'

# side NAME PID URL
side() { SIDE_PID[$1]=$2 SIDE_URL[$1]=$3; }

# modern_request SIDE METHOD NAME PARAMETERS: NAME is empty for methods that have none.
modern_request() {
	SIDE_HEADERS[$1]=$'MCP-Protocol-Version: 2026-07-28\nMcp-Method: '$2${3:+$'\nMcp-Name: '$3}
	SIDE_BODY[$1]='{"jsonrpc": "2.0", "id":@ID, "method": "'$2'", "params": {'${4:+$4, }${MODERN_META//[$'\n\t']/}'}}'
}

# legacy_request SIDE METHOD PARAMETERS [SESSION]
legacy_request() {
	SIDE_HEADERS[$1]=$LEGACY_VERSION${4:+$'\nMcp-Session-Id: '$4}
	SIDE_BODY[$1]='{"jsonrpc": "2.0", "id":@ID, "method": "'$2'", "params": {'$3'}}'
}

echo_parameters() { printf '"name": "echo", "arguments": {"message": "%s"}' "$MCP_MESSAGE"; }

# open_session URL: the handshake; sets SESSION.
open_session() {
	SESSION=$(curl --silent --max-time 30 --output /dev/null --dump-header - "$1/mcp" "${MCP_ACCEPT[@]}" --data '{
		"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25",
		"capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}}' |
		tr -d '\r' | awk -F': ' 'tolower($1) == "mcp-session-id" { print $2 }')
	[[ -n $SESSION ]] || fail "$1 opened no session"
	curl --silent --max-time 30 --output /dev/null "$1/mcp" "${MCP_ACCEPT[@]}" --header "$LEGACY_VERSION" \
		--header "Mcp-Session-Id: $SESSION" --data '{"jsonrpc": "2.0", "method": "notifications/initialized"}'
}

# learn_answer SIDE EXPECTED: asks once, wants 200 and this text in the answer, and keeps it and its size.
learn_answer() {
	local answer=$WORK/answer-$1 head=$WORK/head-$1 headers=() line
	while read -r line; do
		headers+=(--header "$line")
	done <<<"${SIDE_HEADERS[$1]}"
	curl --silent --max-time 30 --output "$answer" --dump-header "$head" "${SIDE_URL[$1]}/mcp" "${MCP_ACCEPT[@]}" \
		"${headers[@]}" --data "${SIDE_BODY[$1]//@ID/$FIRST_ID}" || fail "no answer from $1"
	[[ $(head -1 "$head") == *' 200 '* ]] && grep -qF "\"id\":$FIRST_ID," "$answer" && grep -qF "$2" "$answer" ||
		fail "wrong answer from $1: $(cat "$head") $(head -c 500 "$answer")"
	SIDE_ANSWER[$1]=$answer
	SIDE_SIZE[$1]=$(($(wc -c <"$head") + $(wc -c <"$answer")))
}

# call_as SIDE: what the next load sends.
call_as() { export MCP_BODY=${SIDE_BODY[$1]} MCP_HEADERS=${SIDE_HEADERS[$1]} MCP_ANSWER=''; }

# warm_up_side SIDE: with every answer compared, byte for byte.
warm_up_side() {
	call_as "$1"
	MCP_ANSWER=${SIDE_ANSWER[$1]}
	warm_up mcp "${SIDE_URL[$1]}"
	MCP_ANSWER=''
}

# measure_side CASE SIDE: one round. Comparing answers takes the load's own time, so here they are held against the
# size that they have to have; what was on its way at the end may be missing.
measure_side() {
	local expected off
	call_as "$2"
	load_round "$1" "$2" "${SIDE_PID[$2]}" mcp "${SIDE_URL[$2]}"
	expected=$((REQUESTS * SIDE_SIZE[$2])) off=$((LOAD_BYTES - REQUESTS * SIDE_SIZE[$2]))
	((${off#-} <= ${LOAD_CONNECTIONS:-$CONNECTIONS} * SIDE_SIZE[$2])) ||
		fail "$2 sent $LOAD_BYTES bytes instead of $expected: some answers were wrong"
}

# measure_sides CASE SIDE…: all rounds, in turn.
measure_sides() {
	local case=$1 round each
	shift
	for each in "$@"; do
		warm_up_side "$each"
	done
	for ((round = 1; round <= ROUNDS; round++)); do
		for each in "$@"; do
			measure_side "$case" "$each"
		done
	done
}

# build_peer NAME ARTIFACT: unless it is there and nothing has changed since.
build_peer() {
	local home=$BENCH_HOME/peers/$1 artifact=$BENCH_HOME/peers/$1/$2 maven=$PROJECT_HOME/mvnw mode
	if [[ -f $artifact && -z $(find "$home/pom.xml" "$home/src" -newer "$artifact" -print -quit) ]]; then
		return 0
	fi
	[[ -x $maven ]] || maven=$(command -v mvn) || fail "no Maven to build the peer $1 with"
	say "Building the peer $1 …"
	for mode in --offline --update-snapshots; do
		if "$maven" --quiet --batch-mode "$mode" --file "$home/pom.xml" clean package >"$RESULTS/build-$1.log" 2>&1; then
			return 0
		fi
	done
	fail "the peer $1 could not be built; see $RESULTS/build-$1.log"
}

start_spring_ai() {
	free_port
	start spring-ai "$JAVA_BIN/java" "${JAVA_FLAGS[@]}" -jar "$BENCH_HOME/peers/spring-ai/target/peer.jar" \
		--server.port="$FREE_PORT"
	side spring-ai "$STARTED" "http://127.0.0.1:$FREE_PORT"
	await_http spring-ai "$STARTED" "${SIDE_URL[spring-ai]}/mcp"
	legacy_request spring-ai tools/call "$(echo_parameters)"
}

start_quarkus() {
	free_port
	start quarkus "$JAVA_BIN/java" "${JAVA_FLAGS[@]}" -Dquarkus.http.port="$FREE_PORT" \
		-jar "$BENCH_HOME/peers/quarkus/target/quarkus-app/quarkus-run.jar"
	side quarkus "$STARTED" "http://127.0.0.1:$FREE_PORT"
	await_http quarkus "$STARTED" "${SIDE_URL[quarkus]}/mcp"
	open_session "${SIDE_URL[quarkus]}"
	legacy_request quarkus tools/call "$(echo_parameters)" "$SESSION"
}

case_mcp() {
	heading "tools/call of echo over MCP, $CONNECTIONS connections, $SECONDS_PER_ROUND s a round"
	build_peer spring-ai target/peer.jar
	build_peer quarkus target/quarkus-app/quarkus-run.jar
	start_gateway gateway-mcp
	start_bare
	start_spring_ai
	start_quarkus
	side modern "$GATEWAY_PID" "$GATEWAY_URL"
	modern_request modern tools/call echo "$(echo_parameters)"
	side legacy "$GATEWAY_PID" "$GATEWAY_URL"
	open_session "$GATEWAY_URL"
	legacy_request legacy tools/call "$(echo_parameters)" "$SESSION"
	side bare "$BARE_PID" "$BARE_URL"
	legacy_request bare tools/call "$(echo_parameters)"
	local sides=(modern legacy spring-ai quarkus bare) each
	for each in "${sides[@]}"; do
		learn_answer "$each" "$MCP_MESSAGE"
	done
	measure_sides mcp "${sides[@]}"
	LOAD_CONNECTIONS=$MANY_CONNECTIONS measure_crowd "${sides[@]}"
	load_row "gateway, 2026-07-28" mcp modern "$(peak_megabytes "$GATEWAY_PID")"
	load_row "gateway, 2025-11-25, one session" mcp legacy "$(peak_megabytes "$GATEWAY_PID")"
	load_row "Spring AI, stateless" mcp spring-ai "$(peak_megabytes "${SIDE_PID[spring-ai]}")"
	load_row "Quarkus, on the event loop" mcp quarkus "$(peak_megabytes "${SIDE_PID[quarkus]}")"
	load_row "bare Reactor Netty + JSON" mcp bare "$(peak_megabytes "$BARE_PID")"
	end_table
	for each in "${sides[@]}"; do
		say "  longest of all at $MANY_CONNECTIONS connections: $(millis "$(highest mcp-crowd "$each" max)") ms, $each"
	done
	mcp_verdicts modern "2026-07-28"
	mcp_verdicts legacy "2025-11-25"
	for each in "${sides[@]}"; do
		stop "${SIDE_PID[$each]}"
	done
	measure_lists
}

# measure_crowd SIDE…: as many connections as make a server that is unfair leave some of them waiting.
measure_crowd() {
	local round each
	for ((round = 1; round <= ROUNDS; round++)); do
		for each in "$@"; do
			measure_side mcp-crowd "$each"
		done
	done
}

# mcp_verdicts SIDE NAME
mcp_verdicts() {
	verdict "mcp $2: requests/s, of Spring AI" "$(ratio_of mcp "$1" spring-ai rate)" least 1.7
	verdict "mcp $2: requests/s, of Quarkus" "$(ratio_of mcp "$1" quarkus rate)" least 0.75
	verdict "mcp $2: CPU per call, of bare Reactor Netty" "$(ratio_of mcp "$1" bare cpu)" most 1.5
	verdict "mcp $2: longest of all, $MANY_CONNECTIONS connections, s" \
		"$(calculate "$(highest mcp-crowd "$1" max) / 1000000" %.3f)" most 1
	say "  mcp $2: CPU per call, of Spring AI $(ratio_of mcp "$1" spring-ai cpu), of Quarkus $(ratio_of mcp "$1" quarkus cpu)"
	say "  mcp $2: requests/s, of bare Reactor Netty $(ratio_of mcp "$1" bare rate)"
}

# A list and an echo of the same gateway, and, for what writing the bytes of either costs, answers of the same sizes
# from the bare server, which writes what it has.
measure_lists() {
	heading "tools/list of 500 tools over MCP, $CONNECTIONS connections, $SECONDS_PER_ROUND s a round"
	compile_tools
	start_gateway gateway-lists -cp "$JAR" -Dloader.path="$WORK/tools" org.springframework.boot.loader.launch.PropertiesLauncher
	side list "$GATEWAY_PID" "$GATEWAY_URL"
	modern_request list tools/list '' ''
	learn_answer list '"name":"a_bench_tool_499"'
	side echo "$GATEWAY_PID" "$GATEWAY_URL"
	modern_request echo tools/call echo "$(echo_parameters)"
	learn_answer echo "$MCP_MESSAGE"
	start_bare "$(wc -c <"${SIDE_ANSWER[list]}")"
	side bare-list "$BARE_PID" "$BARE_URL"
	legacy_request bare-list tools/list ''
	side bare-echo "$BARE_PID" "$BARE_URL"
	legacy_request bare-echo tools/call "$(echo_parameters)"
	learn_answer bare-echo "$MCP_MESSAGE"
	learn_answer bare-list filler
	# What it answers is ready, so the id is always the first.
	SIDE_ANSWER[bare-list]=''
	measure_list_sides
	load_row "gateway: tools/list, $((SIDE_SIZE[list] / 1000)) kB" lists list "$(peak_megabytes "$GATEWAY_PID")"
	load_row "gateway: echo" lists echo
	load_row "bare: as many bytes" lists bare-list "$(peak_megabytes "$BARE_PID")"
	load_row "bare: echo" lists bare-echo
	end_table
	local writing beyond
	writing=$(calculate "$(median lists bare-list cpu) - $(median lists bare-echo cpu)" %.1f)
	beyond=$(calculate "$(median lists list cpu) - $writing" %.1f)
	say "  Writing the bytes of the list takes $writing µs more than those of an echo, so $beyond µs of the list are its own"
	verdict "mcp lists: CPU of tools/list beyond its bytes, of echo" \
		"$(calculate "$beyond / $(median lists echo cpu)" %.3f)" most 1.5
	stop "$GATEWAY_PID"
	stop "$BARE_PID"
}

# Lists are large: a tenth of the requests is enough.
measure_list_sides() {
	local WARM_UP_REQUESTS=$((WARM_UP_REQUESTS / 10))
	measure_sides lists list echo bare-list bare-echo
}

case_mounts() {
	heading "the same function behind three doors of Spring Boot's server, $CONNECTIONS connections, $SECONDS_PER_ROUND s a round"
	local doors=(router filter route) each
	for each in "${doors[@]}"; do
		free_port
		start "mount-$each" "$JAVA_BIN/java" "${JAVA_FLAGS[@]}" -cp "$WORK/limits:$LIBRARIES/*" \
			dev.mcpgateway.bench.MountServer "$each" "$FREE_PORT"
		side "$each" "$STARTED" "http://127.0.0.1:$FREE_PORT"
		await_http "mount-$each" "$STARTED" "${SIDE_URL[$each]}/mcp"
	done
	start_bare
	side bare "$BARE_PID" "$BARE_URL"
	for each in "${doors[@]}" bare; do
		legacy_request "$each" tools/call "$(echo_parameters)"
		learn_answer "$each" "$MCP_MESSAGE"
	done
	measure_sides mounts "${doors[@]}" bare
	load_row "router function" mounts router "$(peak_megabytes "${SIDE_PID[router]}")"
	load_row "WebFilter" mounts filter "$(peak_megabytes "${SIDE_PID[filter]}")"
	load_row "Netty route" mounts route "$(peak_megabytes "${SIDE_PID[route]}")"
	load_row "bare Reactor Netty + JSON" mounts bare "$(peak_megabytes "$BARE_PID")"
	end_table
	for each in "${doors[@]}" bare; do
		stop "${SIDE_PID[$each]}"
	done
}
