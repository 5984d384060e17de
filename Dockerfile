# Maven is already in this JDK 25 image, so mvnw has nothing to fetch.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dmaven.test.skip=true package
RUN java -Djarmode=tools -jar target/mcp-gateway.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 gateway \
	&& useradd --system --uid 10001 --gid gateway --no-create-home --shell /usr/sbin/nologin gateway
WORKDIR /app
# What changes least comes first. Everything stays root's: the gateway reads its own code and never writes it.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# A start without a server, up to the refreshed context, records the classes to have ready at the next one. It must
# run on this very JVM, these jars and this garbage collector, or the JVM ignores the archive.
RUN GATEWAY_POSTGRES_ENABLED=false GATEWAY_MONGO_ENABLED=false GATEWAY_S3_ENABLED=false \
	java -Xlog:aot=error -XX:AOTCacheOutput=mcp-gateway.aot -XX:+UseG1GC --enable-native-access=ALL-UNNAMED \
	-Dspring.context.exit=onRefresh -jar mcp-gateway.jar \
	&& test -s mcp-gateway.aot
# Outside a container the gateway listens on loopback only; here the published ports decide who reaches it.
ENV SERVER_ADDRESS=0.0.0.0
USER 10001:10001
EXPOSE 8080
# The image has no curl or wget, and a JVM for each probe would cost more than the probe; bash can open a socket.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 \
	&& printf "GET /actuator/health/liveness HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" >&3 \
	&& read -r _ status _ <&3 && [[ $status == 200 ]]'
# G1 by name: with under two processors or 1792 MB the JVM would choose the serial collector and its long pauses.
# Half of the memory is heap; network buffers, which live outside it, need room of the same order.
ENTRYPOINT ["java", "-XX:AOTCache=mcp-gateway.aot", "-XX:+UseG1GC", "--enable-native-access=ALL-UNNAMED", \
	"-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "-jar", "mcp-gateway.jar"]
