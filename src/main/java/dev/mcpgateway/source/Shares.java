package dev.mcpgateway.source;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How the connections of a source are divided among its uses.
 *
 * @param calls places for short calls
 * @param streams places for streams
 * @param state places for the gateway's own state; 0 where the source keeps none
 * @param lists places for lists, which take none of the connections; 0 where the source
 * has none that are read in pages
 * @param divided whether each use has places of its own; of connections that are too few
 * to be divided, every use may take all
 */
public record Shares(int calls, int streams, int state, int lists, boolean divided) {

	/** Of the connections, unless the share is set. */
	private static final int PERCENT_FOR_STATE = 15;

	Shares(int calls, int streams, int state, boolean divided) {
		this(calls, streams, state, 0, divided);
	}

	/**
	 * Divides the connections of a source.
	 * @param pool what there is
	 * @param bounds what is set; where nothing is set, the pool's own proportions
	 * @throws InvalidConfigurationPropertyValueException when what is set does not fit
	 */
	public static Shares of(Pool pool, BulkheadProperties bounds) {
		if (bounds.state() != null && !pool.keepsState()) {
			throw refused(pool, "state", bounds.state(), "This source keeps no state of the gateway.");
		}
		int available = pool.size() - pool.reserved();
		boolean anySet = bounds.calls() != null || bounds.streams() != null || bounds.state() != null;
		int fewest = pool.keepsState() ? 3 : 2;
		if (available < fewest && !anySet) {
			int all = Math.max(1, available);
			return new Shares(all, all, pool.keepsState() ? all : 0, false);
		}
		int streams = share(bounds.streams(), available, pool.percentForStreams());
		int state = pool.keepsState() ? share(bounds.state(), available, PERCENT_FOR_STATE) : 0;
		int calls = (bounds.calls() != null) ? bounds.calls() : available - streams - state;
		if (calls < 1 || calls + streams + state > available) {
			throw refused(pool, "streams", streams,
					("The shares (calls %d, streams %d, state %d) and %d connections for other purposes do not fit "
							+ "into the %d connections of %s.")
						.formatted(calls, streams, state, pool.reserved(), pool.size(), pool.sizeProperty()));
		}
		return new Shares(calls, streams, state, true);
	}

	/** The same, with places for lists. */
	public Shares withLists(int lists) {
		return new Shares(this.calls, this.streams, this.state, lists, this.divided);
	}

	private static int share(@Nullable Integer set, int available, int percent) {
		return (set != null) ? set : Math.max(1, available * percent / 100);
	}

	private static InvalidConfigurationPropertyValueException refused(Pool pool, String share, int value,
			String reason) {
		return new InvalidConfigurationPropertyValueException(pool.prefix() + ".bulkhead." + share, value, reason);
	}

	/**
	 * The connections of a source.
	 *
	 * @param prefix where its properties begin, for example {@code gateway.postgres}
	 * @param sizeProperty which property says how many there are
	 * @param size how many there are
	 * @param reserved how many of them are for neither calls nor streams, as for health
	 * @param percentForStreams how large a part streams may have unless it is set
	 * @param keepsState whether the gateway's own state lives there
	 */
	public record Pool(String prefix, String sizeProperty, int size, int reserved, int percentForStreams,
			boolean keepsState) {
	}

}
