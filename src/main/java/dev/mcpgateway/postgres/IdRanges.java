package dev.mcpgateway.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The numbers that begin with certain digits, as ranges that an index of numbers can
 * find: those that begin with 17 are 17, 170 to 179, 1700 to 1799, and so on.
 *
 * @param low where each range begins
 * @param high the last of each range
 */
record IdRanges(List<Long> low, List<Long> high) {

	private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,18}");

	/** No range for what no positive number begins with. */
	static IdRanges startingWith(String digits) {
		List<Long> low = new ArrayList<>();
		List<Long> high = new ArrayList<>();
		if (PREFIX.matcher(digits).matches()) {
			String first = digits;
			String last = digits;
			while (isId(first)) {
				low.add(Long.valueOf(first));
				high.add(isId(last) ? Long.valueOf(last) : Long.valueOf(Long.MAX_VALUE));
				// Nothing but 0 itself begins with 0.
				first = digits.equals("0") ? "" : first + "0";
				last = last + "9";
			}
		}
		return new IdRanges(low, high);
	}

	private static boolean isId(String digits) {
		try {
			Long.parseLong(digits);
			return true;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

}
