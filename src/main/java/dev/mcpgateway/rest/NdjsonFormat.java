package dev.mcpgateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.WriteFailure;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.web.LineBuffer;
import dev.mcpgateway.web.LineFormat;
import dev.mcpgateway.web.Problem;
import dev.mcpgateway.web.ProblemTranslator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of one call as lines of JSON.
 */
abstract sealed class NdjsonFormat implements LineFormat<CallToolEvent> {

	private final JsonMapper mapper;

	private final ProblemTranslator problems;

	private final WriteFailure writeFailure;

	private NdjsonFormat(JsonMapper mapper, ProblemTranslator problems, WriteFailure writeFailure) {
		this.mapper = mapper;
		this.problems = problems;
		this.writeFailure = writeFailure;
	}

	final void line(Object value, LineBuffer out) {
		try {
			this.mapper.writeValue(out, value);
		}
		catch (RuntimeException | Error ex) {
			this.writeFailure.occurred(ex);
			throw ex;
		}
		out.write('\n');
	}

	final Problem problem(Throwable failure) {
		return this.problems.translate(failure);
	}

	/**
	 * Each line is one value that the tool emitted; only a failure has a form of its own.
	 */
	static final class Plain extends NdjsonFormat {

		Plain(JsonMapper mapper, ProblemTranslator problems, WriteFailure writeFailure) {
			super(mapper, problems, writeFailure);
		}

		@Override
		public void value(CallToolEvent event, LineBuffer out) {
			switch (event) {
				case CallToolEvent.Item(var value) -> line(value, out);
				case CallToolEvent.Content(var block) -> line(block, out);
				case CallToolEvent.Progress progress -> {
				}
				case CallToolEvent.Log log -> {
				}
			}
		}

		@Override
		public void failure(Throwable failure, LineBuffer out) {
			Problem problem = problem(failure);
			line(new Failure(problem.detail(), problem), out);
		}

		@Override
		public void end(LineBuffer out) {
		}

		private record Failure(String error, Problem problem) {
		}

	}

	/**
	 * Each line is an envelope that says what it holds; the last is an {@code error} or
	 * the {@code end}. Of one call, since it counts.
	 */
	static final class Events extends NdjsonFormat {

		private long items;

		Events(JsonMapper mapper, ProblemTranslator problems, WriteFailure writeFailure) {
			super(mapper, problems, writeFailure);
		}

		@Override
		public void value(CallToolEvent event, LineBuffer out) {
			line(switch (event) {
				case CallToolEvent.Item(var value) -> {
					this.items++;
					yield new Item("item", value);
				}
				case CallToolEvent.Content(var block) -> new Content("content", block);
				case CallToolEvent.Log(var level, var logger, var data) ->
					new Log("log", level.wireName(), logger, data);
				case CallToolEvent.Progress(var progress, var total, var message) ->
					new Progress("progress", progress, total, message);
			}, out);
		}

		@Override
		public void failure(Throwable failure, LineBuffer out) {
			Problem problem = problem(failure);
			line(new Failed("error", problem.detail(), problem), out);
		}

		@Override
		public void end(LineBuffer out) {
			line(new End("end", this.items), out);
		}

		private record Item(String type, Object item) {
		}

		private record Content(String type, ContentBlock content) {
		}

		@JsonInclude(JsonInclude.Include.NON_NULL)
		private record Progress(String type, double progress, @Nullable Double total, @Nullable String message) {
		}

		@JsonInclude(JsonInclude.Include.NON_NULL)
		private record Log(String type, String level, @Nullable String logger, Object data) {
		}

		private record Failed(String type, String error, Problem problem) {
		}

		private record End(String type, long items) {
		}

	}

}
