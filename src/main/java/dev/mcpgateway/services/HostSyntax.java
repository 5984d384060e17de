package dev.mcpgateway.services;

import java.util.regex.Pattern;

import io.netty.util.NetUtil;

/**
 * What a host may look like: a DNS name (RFC 1123, underscores allowed, since container
 * networks have them), an IPv4 address of four decimal numbers, or an IPv6 address, in
 * brackets or not. Nothing is resolved.
 */
final class HostSyntax {

	private static final int MAX_LENGTH = 253;

	private static final Pattern NAME = Pattern
		.compile("(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}"
				+ "[A-Za-z0-9_])?)*+\\.?");

	private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+");

	/**
	 * A last label that resolvers read as a number makes the whole an IPv4 address, in
	 * forms such as {@code 0x7f.1} or {@code 2130706433} that nobody needs but attackers.
	 */
	private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9A-Fa-f]*)\\.?");

	private static final Pattern IPV4 = Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");

	private HostSyntax() {
	}

	static boolean isHost(String text) {
		if (text.isEmpty() || text.length() > MAX_LENGTH) {
			return false;
		}
		if (text.startsWith("[")) {
			return text.endsWith("]") && isIpv6(text.substring(1, text.length() - 1));
		}
		if (text.indexOf(':') >= 0) {
			return isIpv6(text);
		}
		if (ENDS_IN_NUMBER.matcher(text).matches()) {
			return IPV4.matcher(text).matches() && NetUtil.isValidIpV4Address(text);
		}
		return NAME.matcher(text).matches();
	}

	private static boolean isIpv6(String text) {
		return IPV6.matcher(text).matches() && NetUtil.isValidIpV6Address(text);
	}

}
