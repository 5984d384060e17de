package dev.mcpgateway.bench;

import java.util.Map;

import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;

/**
 * The same function behind each of the doors that Spring Boot's server has: what a door
 * costs. Nothing of Spring Boot's but the server and WebFlux.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
		WebFluxAutoConfiguration.class, CodecsAutoConfiguration.class, JacksonAutoConfiguration.class })
public class MountServer {

	private static final String PATH = "/mcp";

	private final BareMcp mcp = new BareMcp(0);

	/**
	 * Serves until the process is ended.
	 * @param args which door, {@code router}, {@code filter} or {@code route}; and the
	 * port on loopback
	 */
	public static void main(String[] args) {
		new SpringApplicationBuilder(MountServer.class).profiles(args[0])
			// Not the gateway's own settings, should they be on the classpath.
			.properties(Map.of("spring.config.name", "mount", "server.address", "127.0.0.1", "server.port", args[1]))
			.bannerMode(Banner.Mode.OFF)
			.run();
	}

	@Bean
	@Profile("router")
	RouterFunction<ServerResponse> router() {
		return RouterFunctions.route(RequestPredicates.POST(PATH),
				(request) -> request.bodyToMono(byte[].class)
					.flatMap((body) -> ServerResponse.ok()
						.contentType(MediaType.APPLICATION_JSON)
						.bodyValue(this.mcp.answer(body))));
	}

	@Bean
	@Profile("filter")
	WebFilter filter() {
		return (exchange, chain) -> {
			if (!PATH.equals(exchange.getRequest().getPath().value())) {
				return chain.filter(exchange);
			}
			ServerHttpResponse response = exchange.getResponse();
			response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
			return DataBufferUtils.join(exchange.getRequest().getBody()).flatMap((body) -> {
				byte[] answer = this.mcp.answer(bytes(body));
				response.getHeaders().setContentLength(answer.length);
				return response.writeWith(Mono.just(response.bufferFactory().wrap(answer)));
			});
		};
	}

	private static byte[] bytes(DataBuffer body) {
		byte[] bytes = new byte[body.readableByteCount()];
		body.read(bytes);
		DataBufferUtils.release(body);
		return bytes;
	}

	@Bean
	@Profile("route")
	NettyRouteProvider route() {
		return (routes) -> routes.post(PATH,
				(request, response) -> request.receive()
					.aggregate()
					.asByteArray()
					.flatMap((body) -> response.header("Content-Type", "application/json")
						.send(Mono.just(Unpooled.wrappedBuffer(this.mcp.answer(body))))
						.then()));
	}

}
