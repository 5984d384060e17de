package dev.mcpgateway.postgres;

import java.time.Instant;

import io.netty.buffer.ByteBuf;
import io.r2dbc.postgresql.client.EncodedParameter;
import io.r2dbc.postgresql.codec.Codec;
import io.r2dbc.postgresql.codec.PostgresqlObjectId;
import io.r2dbc.postgresql.message.Format;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;

/**
 * Reads columns.
 */
final class Columns {

	private Columns() {
	}

	/** The value of a column that is declared {@code not null}, counted from 0. */
	static <T> T required(Readable row, int column, Class<T> type) {
		T value = row.get(column, type);
		if (value == null) {
			throw new IllegalStateException("Column %d is null, against its constraint".formatted(column));
		}
		return value;
	}

	/**
	 * The time in a column of type {@code timestamptz}, counted from 0; null for none. Of
	 * a connection that knows {@link StoredTimes}.
	 */
	static @Nullable Instant time(Readable row, int column) {
		StoredTime time = row.get(column, StoredTime.class);
		return (time != null) ? time.instant() : null;
	}

	/**
	 * A time as PostgreSQL stores it. {@code infinity} is {@link Instant#MAX} and
	 * {@code -infinity} is {@link Instant#MIN}, of which the driver makes dates, and a
	 * time before 1582 is what it is, where the driver turns to the Julian calendar.
	 */
	private record StoredTime(Instant instant) {

		/** 2000-01-01, from which PostgreSQL counts microseconds. */
		private static final long EPOCH = 946_684_800;

		private static final long MICROS = 1_000_000;

		static StoredTime of(long micros) {
			if (micros == Long.MAX_VALUE) {
				return new StoredTime(Instant.MAX);
			}
			if (micros == Long.MIN_VALUE) {
				return new StoredTime(Instant.MIN);
			}
			return new StoredTime(
					Instant.ofEpochSecond(EPOCH + Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000));
		}

	}

	/**
	 * Teaches a connection to read times in binary format as they are stored.
	 */
	static final class StoredTimes implements Codec<Object> {

		@Override
		public boolean canDecode(int dataType, Format format, Class<?> type) {
			return type == StoredTime.class && dataType == PostgresqlObjectId.TIMESTAMPTZ.getObjectId()
					&& format == Format.FORMAT_BINARY;
		}

		@Override
		public @Nullable Object decode(@Nullable ByteBuf buffer, int dataType, Format format, Class<?> type) {
			return (buffer != null) ? StoredTime.of(buffer.readLong()) : null;
		}

		@Override
		public boolean canEncode(Object value) {
			return false;
		}

		@Override
		public boolean canEncodeNull(Class<?> type) {
			return false;
		}

		@Override
		public EncodedParameter encode(Object value) {
			throw new UnsupportedOperationException();
		}

		@Override
		public EncodedParameter encode(Object value, int dataType) {
			throw new UnsupportedOperationException();
		}

		@Override
		public EncodedParameter encodeNull() {
			throw new UnsupportedOperationException();
		}

	}

}
