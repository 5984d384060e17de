package dev.mcpgateway.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.error.ErrorWebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A WebFlux application with the object store's XML mapper and servlet API on its class
 * path.
 */
class EmbeddedXmlTests {

	private static final String PROFILE = "xml-test";

	private static ReactiveWebServerApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	@BeforeAll
	static void start() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setAdditionalProfiles(PROFILE);
		// By itself: a servlet API is on the class path.
		assertThat(application.getWebApplicationType()).isEqualTo(WebApplicationType.REACTIVE);
		context = (ReactiveWebServerApplicationContext) application.run("--server.port=0",
				"--server.address=127.0.0.1");
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/xml", "text/xml", "application/atom+xml" })
	void whoInsistsOnXmlGetsJsonOrNothing(String accept) throws Exception {
		assertThat(get("/annotated/one", accept).statusCode()).isEqualTo(406);
		assertThat(get("/annotated/many", accept).statusCode()).isEqualTo(406);
		// A functional endpoint that names no type does not look at Accept.
		assertThat(get("/functional", accept)).satisfies(EmbeddedXmlTests::isJsonGreeting);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/annotated/one", "/annotated/many", "/functional" })
	void whoPrefersXmlGetsJson(String path) throws Exception {
		assertThat(get(path, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"))
			.satisfies(EmbeddedXmlTests::isJsonGreeting);
	}

	@Test
	void anErrorIsNotXml() throws Exception {
		HttpResponse<String> response = get("/missing", "application/xml");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.headers().firstValue("Content-Type").orElse("")).doesNotContain("xml");
	}

	@Test
	void xmlIsNotRead() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri("/annotated/echo"))
			.header("Content-Type", "application/xml")
			.POST(HttpRequest.BodyPublishers.ofString("<Greeting><text>hello</text></Greeting>"))
			.build();
		assertThat(this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(415);
	}

	private static void isJsonGreeting(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(response.body()).contains("{\"text\":\"hello\"}");
	}

	private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri(path)).header("Accept", accept).build();
		return this.client.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static URI uri(String path) {
		return URI.create("http://127.0.0.1:" + Objects.requireNonNull(context.getWebServer()).getPort() + path);
	}

	record Greeting(String text) {
	}

	// The profile hides it from tests that scan the whole application.
	@Profile(PROFILE)
	@RestController
	@RequestMapping("/annotated")
	static class AnnotatedEndpoints {

		@GetMapping("/one")
		Greeting one() {
			return new Greeting("hello");
		}

		@GetMapping("/many")
		Flux<Greeting> many() {
			return Flux.just(new Greeting("hello"));
		}

		@PostMapping("/echo")
		Greeting echo(@RequestBody Greeting greeting) {
			return greeting;
		}

	}

	// Without a stereotype, so that no scan of this package finds it.
	@Import({ XmlCodecsConfiguration.class, AnnotatedEndpoints.class })
	@ImportAutoConfiguration({ CodecsAutoConfiguration.class, JacksonAutoConfiguration.class,
			NettyReactiveWebServerAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class, ErrorWebFluxAutoConfiguration.class })
	static class Application {

		@Bean
		RouterFunction<ServerResponse> functionalEndpoint() {
			return RouterFunctions.route()
				.GET("/functional", (request) -> ServerResponse.ok().bodyValue(new Greeting("hello")))
				.build();
		}

	}

}
