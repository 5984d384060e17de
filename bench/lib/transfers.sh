# shellcheck shell=bash
# Cases of one large answer.

# download CASE SIDE PID EXPECTED_BYTES CURL-ARGUMENTS…: one round; sets BYTES. Anything but 200 ends the benchmark.
download() {
	local case=$1 side=$2 pid=$3 expected=$4 before started ended after status
	shift 4
	before=$(cpu_micros "$pid")
	started=$(micros_now)
	read -r status BYTES FIRST < <(curl --silent --show-error --output /dev/null --max-time 600 \
		--write-out '%{http_code} %{size_download} %{time_starttransfer}\n' "$@")
	ended=$(micros_now)
	after=$(cpu_micros "$pid")
	[[ $status == 200 ]] || fail "status $status of $*"
	((expected == 0 || BYTES == expected)) || fail "$BYTES bytes of $* instead of $expected"
	transfer_samples "$case" "$side" "$BYTES" "$((ended - started))" "$((after - before))"
	sample "$case" "$side" first "$(calculate "$FIRST * 1000" %.0f)"
}

# transfer_samples CASE SIDE BYTES MICROS CPU_MICROS
transfer_samples() {
	sample "$1" "$2" megabytes "$(calculate "$3 / $4" %.1f)"
	sample "$1" "$2" seconds "$(calculate "$4 / 1000000" %.2f)"
	sample "$1" "$2" cpu "$(calculate "$5 / 1000" %.0f)"
}

EXPORT_CALL=(--header 'Content-Type: application/json' --data '{"tool_name": "export_documents", "arguments": {}}')
COPY_ROWS='COPY (SELECT row_to_json(d) FROM
	(SELECT id, title, content, created_at, updated_at FROM mcp_gateway.documents ORDER BY id) d) TO STDOUT'

case_export() {
	heading "export_documents, $EXPORT_ROWS rows"
	start_gateway gateway-export
	fill_documents "$EXPORT_ROWS"
	local call=("$GATEWAY_URL/api/mcp/tool" "${EXPORT_CALL[@]}") rows lines copy_bytes round before started ended
	rows=$(sql --command "SELECT count(*) FROM mcp_gateway.documents")
	for ((round = 1; round <= WARM_UP_EXPORTS; round++)); do
		lines=$(curl --silent --max-time 600 "${call[@]}" | grep -c '^{"id":')
		((lines == rows)) || fail "export_documents gave $lines lines of $rows"
	done
	copy_bytes=$(sql --command "$COPY_ROWS" | wc -c)
	for ((round = 1; round <= ROUNDS; round++)); do
		download export gateway "$GATEWAY_PID" 0 "${call[@]}"
		before=$(postgres_cpu_micros)
		started=$(micros_now)
		sql --command "$COPY_ROWS" >/dev/null
		ended=$(micros_now)
		# The server's process ends, and is counted, a moment after psql.
		sleep 0.5
		transfer_samples export copy "$copy_bytes" "$((ended - started))" "$(($(postgres_cpu_micros) - before))"
	done
	transfer_row "gateway" export gateway "$(peak_megabytes "$GATEWAY_PID")"
	transfer_row "psql COPY (CPU: PostgreSQL)" export copy
	end_table
	say "$rows rows, $((BYTES / 1000000)) MB from the gateway, $((copy_bytes / 1000000)) MB from psql"
	verdict "export: bytes/s, of psql COPY of row_to_json" "$(ratio_of export gateway copy megabytes)" least 0.70
	stop "$GATEWAY_PID"
}

# The gateway with a store behind it; fails when this jar or machine has none, with the reason in NO_STORE.
start_gateway_with_store() {
	start_store
	[[ -n ${STORE_URL:-} ]] || return 1
	start_gateway "$1"
	if ! curl --silent "$GATEWAY_URL/api/mcp/resources" | grep -q 'files://'; then
		NO_STORE="this jar has no resource files://"
		stop "$GATEWAY_PID"
		return 1
	fi
}

object_call() { CALL=("$GATEWAY_URL/api/mcp/resource" --header 'Content-Type: application/json' --data "{\"uri\": \"files://$1\"}"); }

case_object() {
	heading "files://, an object of $OBJECT_MB MB"
	start_gateway_with_store gateway-object || { skipped "object: $NO_STORE" && return 0; }
	put_object object.bin "$OBJECT_MB"
	object_call object.bin
	local bytes=$((OBJECT_MB * 1024 * 1024)) round
	for ((round = 1; round <= 3; round++)); do
		download warm-up gateway "$GATEWAY_PID" "$bytes" "${CALL[@]}"
		download warm-up store "$GATEWAY_PID" "$bytes" "$STORE_URL/$BUCKET/object.bin"
	done
	for ((round = 1; round <= ROUNDS; round++)); do
		download object gateway "$GATEWAY_PID" "$bytes" "${CALL[@]}"
		download object store "$STORE_PID" "$bytes" "$STORE_URL/$BUCKET/object.bin"
	done
	transfer_row "gateway" object gateway "$(peak_megabytes "$GATEWAY_PID")"
	transfer_row "plain S3 GET (CPU: the store)" object store
	end_table
	say "  object: bytes/s, of a plain S3 GET: $(ratio_of object gateway store megabytes)"
	stop "$GATEWAY_PID"
}

# slowly_first: passes its input on, a little at a time for ten seconds, then as fast as it comes.
slowly_first() {
	local step
	for ((step = 0; step < 20; step++)); do
		dd bs=64k count=4 iflag=fullblock status=none
		sleep 0.5
	done
	cat
}

case_memory() {
	heading "memory: -Xmx512m, a reader that is slow for 10 s, then as fast as it can"
	local store=yes rows lines bytes
	start_gateway_with_store gateway-memory || { store=no && start_gateway gateway-memory; }
	fill_documents "$MEMORY_ROWS"
	rows=$(sql --command "SELECT count(*) FROM mcp_gateway.documents")
	lines=$(curl --silent --no-buffer --max-time 600 "$GATEWAY_URL/api/mcp/tool" "${EXPORT_CALL[@]}" | slowly_first |
		grep -c '^{"id":')
	check "memory: $rows rows arrive whole" "$( ((lines == rows)) && echo yes || echo no)" "$lines lines"
	say "  peak memory of the process so far: $(peak_megabytes "$GATEWAY_PID") MB"
	if [[ $store == yes ]]; then
		put_object large.bin "$MEMORY_OBJECT_MB"
		object_call large.bin
		bytes=$(curl --silent --no-buffer --max-time 600 "${CALL[@]}" | slowly_first | wc -c)
		check "memory: an object of $MEMORY_OBJECT_MB MB arrives whole" \
			"$( ((bytes == MEMORY_OBJECT_MB * 1024 * 1024)) && echo yes || echo no)" "$bytes bytes"
	else
		skipped "memory of a large object: $NO_STORE"
	fi
	check "memory: no OutOfMemoryError" \
		"$(grep -q OutOfMemoryError "$RESULTS/gateway-memory.log" && echo no || echo yes)" \
		"peak memory of the process $(peak_megabytes "$GATEWAY_PID") MB"
	stop "$GATEWAY_PID"
}
