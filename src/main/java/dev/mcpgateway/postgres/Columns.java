package dev.mcpgateway.postgres;

import io.r2dbc.spi.Readable;

/**
 * Reads columns that the tables declare {@code not null}.
 */
final class Columns {

	private Columns() {
	}

	/** The value of a column, counted from 0. */
	static <T> T required(Readable row, int column, Class<T> type) {
		T value = row.get(column, type);
		if (value == null) {
			throw new IllegalStateException("Column %d is null, against its constraint".formatted(column));
		}
		return value;
	}

}
