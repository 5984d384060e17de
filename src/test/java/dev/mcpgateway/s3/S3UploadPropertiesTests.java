package dev.mcpgateway.s3;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How uploads are cut into parts, and what parts may be.
 */
class S3UploadPropertiesTests {

	private int taken;

	@Test
	void largestFileHasNoMorePartsThanS3Takes() {
		bounds(DataSize.ofMegabytes(50_000), DataSize.ofMegabytes(5));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> bounds(DataSize.ofMegabytes(50_001), DataSize.ofMegabytes(5)))
			.withMessageContaining("max-size");
		assertThatIllegalArgumentException().isThrownBy(() -> bounds(DataSize.ofMegabytes(50), DataSize.ofMegabytes(4)))
			.withMessageContaining("part-size");
	}

	@Test
	void partsAreOfOneSizeButForTheLast() {
		Flux<ByteBuffer> bytes = Flux.just(3, 0, 25, 1, 9, 2).map(ByteBuffer::allocate);
		assertThat(sizes(bytes)).containsExactly(10, 10, 10, 10);
		assertThat(sizes(Flux.just(ByteBuffer.allocate(21)))).containsExactly(10, 10, 1);
		assertThat(sizes(Flux.empty())).isEmpty();
	}

	@Test
	void bytesAreTakenOnlyForPartsThatAreAskedFor() {
		Flux<ByteBuffer> bytes = Flux.range(0, 1000).map((number) -> ByteBuffer.allocate(1));
		StepVerifier.create(PartCutter.cut(bytes.doOnNext((piece) -> this.taken++), 10), 2)
			.expectNextCount(2)
			.then(() -> assertThat(this.taken).isBetween(20, 22))
			.thenCancel()
			.verify(Duration.ofSeconds(10));
	}

	private static List<Integer> sizes(Flux<ByteBuffer> bytes) {
		return PartCutter.cut(bytes, 10).map(PartCutter.Part::size).collectList().blockOptional().orElseThrow();
	}

	private static void bounds(DataSize maxSize, DataSize partSize) {
		new S3Properties.Uploads(maxSize, partSize, 1, 1, Duration.ofSeconds(1));
	}

}
