package dev.mcpgateway.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.feature.CallContext;
import dev.mcpgateway.feature.CallToolEvent;
import dev.mcpgateway.feature.ToolCall;
import dev.mcpgateway.feature.ToolSpecification;
import dev.mcpgateway.feature.ToolSpecification.Emission;
import dev.mcpgateway.model.Tool;
import dev.mcpgateway.model.ToolAnnotations;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class ItemProgressTests {

	private static final CallToolEvent ITEM = new CallToolEvent.Item("x");

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	@Test
	void theFirstItemIsReportedAtOnce() {
		assertThat(reports(progress(Emission.STREAM, true), ITEM)).containsExactly(1.0);
	}

	@Test
	void moreAreReportedAtMostOnceASecond() {
		ItemProgress progress = progress(Emission.STREAM, true);
		List<Double> reports = new ArrayList<>();
		for (int i = 0; i < 1_000; i++) {
			reports.addAll(reports(progress, ITEM));
			pass(Duration.ofMillis(10));
		}
		assertThat(reports).containsExactly(1.0, 101.0, 201.0, 301.0, 401.0, 501.0, 601.0, 701.0, 801.0, 901.0);
	}

	@Test
	void ofSlowItemsEachIsReported() {
		ItemProgress progress = progress(Emission.STREAM, true);
		List<Double> reports = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			pass(Duration.ofSeconds(5));
			reports.addAll(reports(progress, ITEM));
		}
		assertThat(reports).containsExactly(1.0, 2.0, 3.0, 4.0);
	}

	@Test
	void aToolThatTellsItsProgressIsNotTalkedOver() {
		ItemProgress progress = progress(Emission.STREAM, false);
		assertThat(reports(progress, ITEM, new CallToolEvent.Progress(0.5, 1.0, null), ITEM)).isEmpty();
		pass(Duration.ofSeconds(5));
		assertThat(reports(progress, ITEM)).isEmpty();
	}

	@Test
	void aToolThatCouldButDoesNotIsReportedAfterASecond() {
		ItemProgress progress = progress(Emission.STREAM, false);
		assertThat(reports(progress, ITEM, ITEM)).isEmpty();
		pass(Duration.ofSeconds(1));
		assertThat(reports(progress, ITEM)).containsExactly(3.0);
	}

	@Test
	void aToolThatGivesOneItemHasNoneToCount() {
		ItemProgress progress = progress(Emission.SINGLE, true);
		pass(Duration.ofSeconds(5));
		assertThat(reports(progress, ITEM)).isEmpty();
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private ItemProgress progress(Emission emission, boolean described) {
		ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
		Tool tool = new Tool("t", null, "d", schema, described ? schema : null,
				new ToolAnnotations(true, false, true, false));
		ToolSpecification specification = new ToolSpecification(tool, (call) -> Flux.empty(), emission,
				ToolSpecification.TaskSupport.FORBIDDEN);
		ToolCall call = new ToolCall(specification, JsonNodeFactory.instance.objectNode(), CallContext.ANONYMOUS);
		return new ItemProgress(new PreparedCall(call, specification.handler()), this.now::get);
	}

	private static List<Double> reports(ItemProgress progress, CallToolEvent... events) {
		List<Double> reports = new ArrayList<>();
		for (CallToolEvent each : events) {
			progress.after(each).ifPresent((report) -> reports.add(report.progress()));
		}
		return reports;
	}

}
