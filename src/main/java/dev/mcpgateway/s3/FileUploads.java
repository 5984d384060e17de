package dev.mcpgateway.s3;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import dev.mcpgateway.failure.PreconditionFailedException;
import dev.mcpgateway.feature.FileStore;
import dev.mcpgateway.feature.ResourceUpdates;
import dev.mcpgateway.s3.ObjectWriter.Target;
import reactor.core.publisher.Mono;
import reactor.pool.PooledRef;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Stores files that come as streams.
 */
class FileUploads implements FileStore {

	private final KeySpace keys;

	private final ObjectWriter objects;

	private final UploadPlaces places;

	private final ResourceUpdates updates;

	private final S3Properties.Uploads bounds;

	FileUploads(KeySpace keys, ObjectWriter objects, UploadPlaces places, ResourceUpdates updates,
			S3Properties.Uploads bounds) {
		this.keys = keys;
		this.objects = objects;
		this.places = places;
		this.updates = updates;
		this.bounds = bounds;
	}

	@Override
	public long maxSize() {
		return this.bounds.maxSize().toBytes();
	}

	@Override
	public String uri(String key) {
		return FileResource.uri(key);
	}

	@Override
	public Mono<Stored> store(Upload upload) {
		return Mono.defer(() -> {
			String stored = this.keys.locateNew(upload.key(), "/key");
			FileType type = FileType.ofOrGuess(upload.mediaType(), upload.key(), "/content_type");
			return Mono
				.usingWhen(this.places.take().map((place) -> new Running(place, this.objects.upload(stored))),
						(running) -> this.objects.current(stored)
							.map(Optional::of)
							.defaultIfEmpty(Optional.empty())
							.flatMap((current) -> write(upload, target(upload.precondition(), stored, type, current),
									current.isEmpty(), running.parts())),
						Running::finish, (running, failure) -> running.abort(), Running::abort)
				.doOnNext((written) -> this.updates.updated(FileResource.uri(upload.key())));
		});
	}

	/**
	 * Where to write. Under a precondition, the object must still be what was found when
	 * it was checked: the store itself sees to that.
	 */
	private static Target target(Precondition precondition, String key, FileType type,
			Optional<HeadObjectResponse> current) {
		String etag = current.map(HeadObjectResponse::eTag).orElse(null);
		if (current.isPresent() ? !precondition.holds(etag) : !precondition.holdsOfNothing()) {
			throw new PreconditionFailedException(current.isPresent()
					? "The file with this key is not one that may be replaced." : "There is no file with this key.",
					null);
		}
		if (precondition.equals(Precondition.NONE)) {
			return new Target(key, type.value(), null, null);
		}
		return new Target(key, type.value(), etag, current.isPresent() ? null : "*");
	}

	private Mono<Stored> write(Upload upload, Target target, boolean created, MultipartUpload parts) {
		return Mono.defer(() -> {
			AtomicLong size = new AtomicLong();
			int partSize = Math.toIntExact(this.bounds.partSize().toBytes());
			return this.objects
				.write(target,
						PartCutter.cut(upload.content().doOnNext((piece) -> size.addAndGet(piece.remaining())),
								partSize),
						partSize, parts)
				.map((etag) -> new Stored(etag, size.get(), created));
		});
	}

	/**
	 * An upload that runs. Its place is free again when nothing of it is held or sent any
	 * more.
	 */
	private record Running(PooledRef<Object> place, MultipartUpload parts) {

		Mono<Void> finish() {
			return this.place.release();
		}

		Mono<Void> abort() {
			return this.parts.abort().then(this.place.release());
		}

	}

}
