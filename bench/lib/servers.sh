# shellcheck shell=bash
# The servers under measurement and those behind them.

# The same for every Java server that is compared.
readonly JAVA_FLAGS=(-Xmx512m --enable-native-access=ALL-UNNAMED)
# Without it, the logging library of the limits writes every step.
readonly LIMIT_FLAGS=("${JAVA_FLAGS[@]}" -Dlogback.configurationFile="$BENCH_HOME/logback.xml")
readonly POSTGRES_USER=bench
readonly POSTGRES_DATABASE=bench
readonly BUCKET=bench

check_tools() {
	local missing=() tool
	for tool in wrk curl awk; do
		command -v "$tool" >/dev/null || missing+=("$tool")
	done
	PG_BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
	[[ -n $PG_BIN && -x $PG_BIN/initdb && -x $PG_BIN/pgbench ]] || missing+=(postgresql)
	((${#missing[@]} == 0)) || fail "missing: ${missing[*]}. On Debian: apt-get install ${missing[*]}"
	JAVA_BIN=$(find_jdk) || fail "no JDK 21 or newer found: install one, or set JAVA_HOME"
	[[ -f $JAR ]] || fail "no $JAR: build it first with ./mvnw -DskipTests package"
}

# Prints the bin folder of a JDK that can run the jar: JAVA_HOME's, PATH's, or the newest of /usr/lib/jvm.
find_jdk() {
	local java
	for java in "${JAVA_HOME:-/none}/bin/java" "$(command -v java || true)" $(ls -d /usr/lib/jvm/*/bin/java 2>/dev/null | sort -Vr); do
		if [[ -x $java && -x $(dirname "$java")/javac ]] && (($(java_version "$java") >= 21)); then
			dirname "$java"
			return 0
		fi
	done
	return 1
}

java_version() { "$1" -version 2>&1 | awk -F'"' '/version/ { split($2, part, "."); print part[1] + 0; exit }'; }

# The limits run on the very libraries that are in the jar.
unpack_libraries() {
	mkdir -p "$WORK/jar"
	(cd "$WORK/jar" && "$JAVA_BIN/jar" --extract --file "$JAR" BOOT-INF/lib)
	LIBRARIES=$WORK/jar/BOOT-INF/lib
}

compile_limits() {
	local sources=$PROJECT_HOME/src/jmh/java/dev/mcpgateway/bench
	"$JAVA_BIN/javac" -proc:none -nowarn -parameters --release 21 -cp "$LIBRARIES/*" -d "$WORK/limits" \
		"$sources/BareMcp.java" "$sources/BareNettyServer.java" "$sources/MinimalDocumentServer.java" \
		"$sources/MountServer.java"
}

# What is added to the gateway, compiled against its own classes.
compile_tools() {
	(cd "$WORK/jar" && "$JAVA_BIN/jar" --extract --file "$JAR" BOOT-INF/classes)
	"$JAVA_BIN/javac" -proc:none -nowarn -parameters --release 21 -cp "$WORK/jar/BOOT-INF/classes:$LIBRARIES/*" \
		-d "$WORK/tools" "$PROJECT_HOME/src/jmh/java/dev/mcpgateway/bench/ManyTools.java"
}

as_postgres() {
	if ((EUID == 0)); then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}

# Durability is off: nothing measured here waits for a disk, and loading is faster.
start_postgres() {
	local data=$WORK/postgres password_file=$WORK/password
	export PGPASSWORD
	PGPASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	free_port
	POSTGRES_PORT=$FREE_PORT
	mkdir -m 700 "$data"
	(umask 077 && printf '%s' "$PGPASSWORD" >"$password_file")
	((EUID != 0)) || chown postgres "$data" "$password_file"
	(cd "$data" && as_postgres "$PG_BIN/initdb" --pgdata "$data" --username "$POSTGRES_USER" --auth scram-sha-256 \
		--pwfile "$password_file" --encoding UTF8 --locale C.UTF-8) >"$RESULTS/initdb.log" 2>&1 ||
		fail "initdb failed; see $RESULTS/initdb.log"
	rm -f "$password_file"
	cat >>"$data/postgresql.conf" <<-SETTINGS
		listen_addresses = '127.0.0.1'
		port = $POSTGRES_PORT
		unix_socket_directories = ''
		fsync = off
		synchronous_commit = off
		shared_buffers = 512MB
		max_wal_size = 4GB
		autovacuum = off
		jit = off
	SETTINGS
	(cd "$data" && as_postgres "$PG_BIN/pg_ctl" start --wait --pgdata "$data" --log "$data/log") \
		>"$RESULTS/postgres.log" 2>&1 || fail "PostgreSQL did not start; see $RESULTS/postgres.log"
	POSTGRES_PID=$(head -1 "$data/postmaster.pid")
	sql --dbname postgres --command "CREATE DATABASE $POSTGRES_DATABASE" >/dev/null
}

stop_postgres() {
	[[ -n ${POSTGRES_PID:-} ]] || return 0
	local tries
	kill -INT "$POSTGRES_PID" 2>/dev/null || return 0
	for ((tries = 0; tries < 100; tries++)); do
		kill -0 "$POSTGRES_PID" 2>/dev/null || return 0
		sleep 0.1
	done
	kill -QUIT "$POSTGRES_PID" 2>/dev/null || true
}

sql() {
	"$PG_BIN/psql" --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --host 127.0.0.1 \
		--port "$POSTGRES_PORT" --username "$POSTGRES_USER" --dbname "$POSTGRES_DATABASE" "$@"
}

# The CPU time of PostgreSQL and all its processes, those that have ended included, in µs.
postgres_cpu_micros() {
	local total child line fields
	line=$(<"/proc/$POSTGRES_PID/stat")
	read -ra fields <<<"${line##*) }"
	total=$(((fields[11] + fields[12] + fields[13] + fields[14]) * 1000000 / CLOCK_TICKS))
	for child in $(<"/proc/$POSTGRES_PID/task/$POSTGRES_PID/children"); do
		[[ -r /proc/$child/stat ]] && total=$((total + $(cpu_micros "$child")))
	done
	echo "$total"
}

# fill_documents N: there are then N rows of about 330 bytes as JSON, with ids from 1.
fill_documents() {
	local there
	there=$(sql --command "SELECT count(*) FROM mcp_gateway.documents")
	((there < $1)) || return 0
	say "Loading documents up to $1 rows …"
	# The index of the full-text search is not used here and takes most of the time.
	sql --command "DROP INDEX IF EXISTS documents_search_idx" --command "
		INSERT INTO mcp_gateway.documents (title, content)
		SELECT 'Document ' || i, 'This is document ' || i || ': ' || repeat('the quick brown fox jumps over it, ', 5)
		FROM generate_series($there + 1, $1) i" --command "VACUUM ANALYZE mcp_gateway.documents" 2>/dev/null
}

# start_gateway NAME [JVM-ARGUMENTS…]: sets GATEWAY_PID and GATEWAY_URL. The arguments say what runs, if not just the jar.
start_gateway() {
	free_port
	local s3=() what=("${@:2}")
	((${#what[@]} > 0)) || what=(-jar "$JAR")
	if [[ -n ${STORE_URL:-} ]]; then
		s3=(GATEWAY_S3_ENDPOINT="$STORE_URL" GATEWAY_S3_BUCKET=$BUCKET GATEWAY_S3_PREFIX=/ GATEWAY_S3_PATHSTYLE=true
			GATEWAY_S3_ACCESSKEY=bench GATEWAY_S3_SECRETKEY=bench-needs-no-secret)
	else
		s3=(GATEWAY_S3_ENABLED=false)
	fi
	# A database has the same address for both sides; what is not measured is switched off.
	start "$1" env SPRING_R2DBC_URL="r2dbc:postgresql://127.0.0.1:$POSTGRES_PORT/$POSTGRES_DATABASE" \
		SPRING_R2DBC_USERNAME="$POSTGRES_USER" SPRING_R2DBC_PASSWORD="$PGPASSWORD" \
		GATEWAY_MONGO_ENABLED=false SERVER_PORT="$FREE_PORT" "${s3[@]}" \
		"$JAVA_BIN/java" "${JAVA_FLAGS[@]}" "${what[@]}"
	GATEWAY_PID=$STARTED
	GATEWAY_URL=http://127.0.0.1:$FREE_PORT
	await_http "$1" "$GATEWAY_PID" "$GATEWAY_URL/health"
}

# start_bare [BYTES]: of a list.
start_bare() {
	free_port
	start bare "$JAVA_BIN/java" "${LIMIT_FLAGS[@]}" -cp "$WORK/limits:$LIBRARIES/*" dev.mcpgateway.bench.BareNettyServer \
		"$FREE_PORT" "${1:-0}"
	BARE_PID=$STARTED
	BARE_URL=http://127.0.0.1:$FREE_PORT
	await_http bare "$BARE_PID" "$BARE_URL/"
}

start_minimal() {
	free_port
	start minimal "$JAVA_BIN/java" "${LIMIT_FLAGS[@]}" -cp "$WORK/limits:$LIBRARIES/*" \
		dev.mcpgateway.bench.MinimalDocumentServer "$FREE_PORT" \
		"r2dbc:postgresql://$POSTGRES_USER@127.0.0.1:$POSTGRES_PORT/$POSTGRES_DATABASE"
	MINIMAL_PID=$STARTED
	MINIMAL_URL=http://127.0.0.1:$FREE_PORT
	await_http minimal "$MINIMAL_PID" "$MINIMAL_URL/documents/1"
}

# start_store: an S3-protocol server; sets STORE_URL, or NO_STORE to the reason why there is none.
start_store() {
	[[ -z ${STORE_URL:-} ]] || return 0
	local classpath=$WORK/test-classpath maven=$PROJECT_HOME/mvnw
	[[ -x $maven ]] || maven=$(command -v mvn) || { NO_STORE="no Maven to find s3proxy with" && return 0; }
	if ! "$maven" --quiet --batch-mode --file "$PROJECT_HOME/pom.xml" dependency:build-classpath \
		-Dmdep.outputFile="$classpath" -Dmdep.includeScope=test >"$RESULTS/classpath.log" 2>&1; then
		NO_STORE="Maven did not give the classpath of s3proxy; see $RESULTS/classpath.log" && return 0
	fi
	"$JAVA_BIN/javac" -proc:none -nowarn --release 21 -cp "$(<"$classpath")" -d "$WORK/store" \
		"$PROJECT_HOME/src/jmh/java/dev/mcpgateway/bench/ObjectStoreServer.java" >"$RESULTS/store.log" 2>&1 ||
		{ NO_STORE="s3proxy is not on the test classpath; see $RESULTS/store.log" && return 0; }
	mkdir -p "$WORK/objects"
	free_port
	start store "$JAVA_BIN/java" "${LIMIT_FLAGS[@]}" -cp "$WORK/store:$(<"$classpath")" \
		dev.mcpgateway.bench.ObjectStoreServer "$FREE_PORT" "$WORK/objects"
	STORE_PID=$STARTED
	await_http store "$STORE_PID" "http://127.0.0.1:$FREE_PORT/"
	STORE_URL=http://127.0.0.1:$FREE_PORT
	curl --silent --fail --output /dev/null --request PUT "$STORE_URL/$BUCKET" || fail "the object store made no bucket"
}

# put_object KEY MEGABYTES
put_object() {
	dd if=/dev/urandom of="$WORK/object" bs=1M count="$2" status=none
	curl --silent --fail --output /dev/null --header 'Content-Type: application/octet-stream' \
		--upload-file "$WORK/object" "$STORE_URL/$BUCKET/$1" || fail "the object store took no object"
	rm -f "$WORK/object"
}
