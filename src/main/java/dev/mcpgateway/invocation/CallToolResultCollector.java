package dev.mcpgateway.invocation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.mcpgateway.failure.ErrorBoundary;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.CallToolEvent.Positioned;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.feature.WriteFailure;
import dev.mcpgateway.model.CallToolResult;
import dev.mcpgateway.model.CallToolResult.Cut;
import dev.mcpgateway.model.CallToolResult.Shape;
import dev.mcpgateway.model.CallToolResult.Structured;
import dev.mcpgateway.model.ContentBlock;
import dev.mcpgateway.model.ResourceContents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.util.RawValue;

/**
 * Folds what one call emits into one result, within limits, and says what it left out. Of
 * one run of a call; used by one thread at a time, as the events come.
 */
public final class CallToolResultCollector {

	/** The names and punctuation of a block of content. */
	private static final long BLOCK = 96;

	private final Emission emission;

	private final boolean needsItem;

	private final boolean isObject;

	private final WriteFailure writeFailure;

	private final ResultProperties limits;

	private final JsonMapper mapper;

	private final StringBuilder items = new StringBuilder();

	private final List<ContentBlock> content = new ArrayList<>(1);

	private long count;

	/** The bytes that the result will have when it is written. */
	private long size;

	private final long maxSize;

	private @Nullable CallToolEvent single;

	/** The last item, if the tool can go on behind it. */
	private @Nullable Positioned last;

	private @Nullable Cut cut;

	/**
	 * Creates a collector.
	 * @param call the call whose events it takes
	 */
	public CallToolResultCollector(PreparedCall call, ResultProperties limits, JsonMapper mapper) {
		this.emission = call.emission();
		ObjectNode schema = call.tool().outputSchema();
		this.needsItem = schema != null;
		this.isObject = schema != null && "object".equals(schema.path("type").asString(""));
		this.writeFailure = call.call().writeFailure();
		this.limits = limits;
		this.maxSize = limits.maxSize().toBytes();
		this.size = limits.reserved();
		this.mapper = mapper;
	}

	/**
	 * Takes the call's items and contents in.
	 * @return the events that are no part of the result, as they come; ends, and cancels
	 * the call, when a limit is met
	 */
	public Flux<CallToolEvent> collect(Flux<CallToolEvent> events) {
		return events.takeUntil((event) -> !take(event)).filter(CallToolResultCollector::isBeside);
	}

	/**
	 * Takes the call's items and contents in, and tells how far it is.
	 * @param progress of the same run
	 * @return as above, with the reports of progress that are due
	 */
	public Flux<CallToolEvent> collect(Flux<CallToolEvent> events, ItemProgress progress) {
		return events.takeUntil((event) -> !take(event)).handle((event, client) -> {
			Optional<CallToolEvent.Progress> report = progress.after(event);
			if (isBeside(event)) {
				client.next(event);
			}
			else {
				report.ifPresent(client::next);
			}
		});
	}

	private static boolean isBeside(CallToolEvent event) {
		return event instanceof CallToolEvent.Progress || event instanceof CallToolEvent.Log;
	}

	private boolean take(CallToolEvent event) {
		switch (event) {
			case CallToolEvent.Item(var value) -> add(value);
			case CallToolEvent.Content(var block) -> add(block);
			case CallToolEvent.Progress progress -> {
			}
			case CallToolEvent.Log log -> {
			}
		}
		return this.cut == null;
	}

	private void add(Object value) {
		if (this.count >= this.limits.maxItems()) {
			cut("a result holds at most %d items".formatted(this.count));
			return;
		}
		String json = written(value);
		// It stands there twice: as a value, and within a text, where its quotes are
		// escaped.
		if (fits(JsonSize.ofText(json) + JsonSize.ofString(json) + 2)) {
			this.count++;
			this.items.append(this.items.isEmpty() ? "" : ",").append(json);
			this.single = new CallToolEvent.Item(value);
			this.last = (value instanceof Positioned item) ? item : null;
		}
	}

	private String written(Object value) {
		try {
			return ErrorBoundary.within(() -> this.mapper.writeValueAsString(value));
		}
		catch (RuntimeException ex) {
			this.writeFailure.occurred(ex);
			throw ex;
		}
	}

	private void add(ContentBlock block) {
		if (fits(size(block))) {
			this.content.add(block);
		}
	}

	private static long size(ContentBlock block) {
		return BLOCK + switch (block) {
			case ContentBlock.Text(var text) -> JsonSize.ofString(text);
			case ContentBlock.Image(var data, var mimeType) -> JsonSize.ofString(data) + JsonSize.ofString(mimeType);
			case ContentBlock.Audio(var data, var mimeType) -> JsonSize.ofString(data) + JsonSize.ofString(mimeType);
			case ContentBlock.ResourceLink link -> JsonSize.ofString(link.uri()) + JsonSize.ofString(link.name())
					+ size(link.description()) + size(link.mimeType());
			case ContentBlock.EmbeddedResource(var resource) -> JsonSize.ofString(resource.uri()) + switch (resource) {
				case ResourceContents.Text text -> JsonSize.ofString(text.text()) + size(text.mimeType());
				case ResourceContents.Blob blob -> JsonSize.ofString(blob.blob()) + size(blob.mimeType());
			};
		};
	}

	private static long size(@Nullable String text) {
		return (text != null) ? JsonSize.ofString(text) : 0;
	}

	private boolean fits(long further) {
		if (this.size + further > this.maxSize) {
			cut("the next item would make the result larger than %d bytes".formatted(this.maxSize));
			return false;
		}
		this.size += further;
		return true;
	}

	private void cut(String reason) {
		this.cut = new Cut(this.count, reason, (this.last != null) ? this.last.position() : null);
	}

	/** The result, when the call has ended. */
	public CallToolResult result() {
		if (this.emission == Emission.SINGLE && this.count == 0) {
			return (this.needsItem && this.content.isEmpty() && this.cut == null)
					? CallToolResult.failed("The tool gave no result.")
					: new CallToolResult(this.content, null, this.cut != null, this.cut);
		}
		List<ContentBlock> blocks = new ArrayList<>(this.content.size() + 1);
		Structured structured = structured();
		if (structured != null) {
			blocks.add(new ContentBlock.Text(text(structured)));
		}
		blocks.addAll(this.content);
		return new CallToolResult(blocks, structured, false, this.cut);
	}

	private @Nullable Structured structured() {
		if (this.emission == Emission.SINGLE) {
			String json = this.items.toString();
			return new Structured(new RawValue(json),
					(this.isObject || (!this.needsItem && json.startsWith("{"))) ? Shape.OBJECT : Shape.VALUE);
		}
		if (this.count == 0 && !this.needsItem) {
			return null;
		}
		return new Structured(new RawValue("[" + this.items + "]"), Shape.ITEMS);
	}

	/** A single string is for reading as it is; anything else as JSON. */
	private String text(Structured structured) {
		if (this.emission == Emission.SINGLE && this.single instanceof CallToolEvent.Item(var value)) {
			if (value instanceof String string) {
				return string;
			}
			if (value instanceof JsonNode node && node instanceof StringNode string) {
				return string.stringValue();
			}
		}
		return String.valueOf(structured.json().rawValue());
	}

}
