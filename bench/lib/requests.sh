# shellcheck shell=bash
# Cases of many small requests.

case_echo() {
	heading "echo over REST, $CONNECTIONS connections, $SECONDS_PER_ROUND s a round"
	start_gateway gateway-echo
	start_bare
	local round server
	for server in "$GATEWAY_URL" "$BARE_URL"; do
		require_answer '{"echo":"hi"}' "$server/api/mcp/tool" --header 'Content-Type: application/json' \
			--data '{"tool_name": "echo", "arguments": {"message": "hi"}}'
		warm_up echo "$server"
	done
	for ((round = 1; round <= ROUNDS; round++)); do
		load_round echo gateway "$GATEWAY_PID" echo "$GATEWAY_URL"
		load_round echo bare "$BARE_PID" echo "$BARE_URL"
	done
	load_row "gateway" echo gateway "$(peak_megabytes "$GATEWAY_PID")"
	load_row "bare Reactor Netty + JSON" echo bare "$(peak_megabytes "$BARE_PID")"
	end_table
	verdict "echo: CPU per request, of bare Reactor Netty" "$(ratio_of echo gateway bare cpu)" most 2.1
	verdict "echo: requests/s, of bare Reactor Netty" "$(ratio_of echo gateway bare rate)" least 0.45
	stop "$GATEWAY_PID"
	stop "$BARE_PID"
}

case_document() {
	heading "documents://{id} over REST, $DOCUMENTS rows, $CONNECTIONS connections, $SECONDS_PER_ROUND s a round"
	export DOCUMENTS
	start_gateway gateway-document
	fill_documents "$DOCUMENTS"
	start_minimal
	require_answer '"id":7,"title":"Document 7"' "$GATEWAY_URL/api/mcp/resource" \
		--header 'Content-Type: application/json' --data '{"uri": "documents://7"}'
	require_answer '"id":7,"title":"Document 7"' "$MINIMAL_URL/documents/7"
	warm_up document-gateway "$GATEWAY_URL"
	warm_up document-minimal "$MINIMAL_URL"
	local round before
	for ((round = 1; round <= ROUNDS; round++)); do
		before=$(postgres_cpu_micros)
		load_round document gateway "$GATEWAY_PID" document-gateway "$GATEWAY_URL"
		sample document gateway postgres "$(calculate "($(postgres_cpu_micros) - $before) / $REQUESTS" %.1f)"
		before=$(postgres_cpu_micros)
		load_round document minimal "$MINIMAL_PID" document-minimal "$MINIMAL_URL"
		sample document minimal postgres "$(calculate "($(postgres_cpu_micros) - $before) / $REQUESTS" %.1f)"
		pgbench_round
	done
	load_row "gateway" document gateway "$(peak_megabytes "$GATEWAY_PID")"
	load_row "minimal WebFlux + r2dbc" document minimal "$(peak_megabytes "$MINIMAL_PID")"
	load_row "pgbench, prepared (CPU: PostgreSQL)" document pgbench
	end_table
	say "PostgreSQL's own CPU µs/req: behind the gateway $(median document gateway postgres), behind the minimal endpoint $(median document minimal postgres)"
	verdict "document: requests/s, of minimal WebFlux + r2dbc" "$(ratio_of document gateway minimal rate)" least 1.0
	say "  document: CPU per request, of minimal WebFlux + r2dbc: $(ratio_of document gateway minimal cpu)"
	say "  document: requests/s, of pgbench: $(ratio_of document gateway pgbench rate)"
	stop "$GATEWAY_PID"
	stop "$MINIMAL_PID"
}

# The same query, prepared, from as many clients.
pgbench_round() {
	local output=$RESULTS/pgbench.log before after transactions
	before=$(postgres_cpu_micros)
	"$PG_BIN/pgbench" --host 127.0.0.1 --port "$POSTGRES_PORT" --username "$POSTGRES_USER" --no-vacuum \
		--protocol prepared --client "$CONNECTIONS" --jobs 1 --time "$SECONDS_PER_ROUND" \
		--define documents="$DOCUMENTS" --file "$BENCH_HOME/document.pgbench" "$POSTGRES_DATABASE" \
		>"$output" 2>&1 || { cat "$output" >&2 && fail "pgbench failed"; }
	after=$(postgres_cpu_micros)
	transactions=$(awk -F': ' '/number of transactions actually processed/ { print $2 + 0 }' "$output")
	sample document pgbench rate "$(awk -F'= ' '/^tps/ { printf "%d", $2 }' "$output")"
	sample document pgbench cpu "$(calculate "($after - $before) / $transactions" %.1f)"
}
