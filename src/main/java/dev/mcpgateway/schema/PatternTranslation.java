package dev.mcpgateway.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Reads one expression and writes it for RE2, refusing what RE2 and ECMA-262 do not have
 * in common. Of one use.
 */
final class PatternTranslation {

	/** As many repetitions as RE2 counts. */
	private static final int MAX_REPETITIONS = 1_000;

	/** ECMA-262, CharacterClassEscape {@code s}: white space and line terminators. */
	private static final String WHITE = "\\t-\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}"
			+ "\\x{205f}\\x{3000}\\x{feff}";

	/** All others, for use within a class. */
	private static final String NOT_WHITE = "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
			+ "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
			+ "\\x{ff00}-\\x{10ffff}";

	private static final String NOT_LINE_END = "[^\\n\\r\\x{2028}\\x{2029}]";

	/** What ECMA-262 lets be escaped (SyntaxCharacter, and the slash). */
	private static final String SYNTAX = "^$\\.*+?()[]{}|/";

	/**
	 * General categories that both know, with the same members but for new characters.
	 */
	private static final Set<String> CATEGORIES = Set.of("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N",
			"Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs",
			"Zl", "Zp", "Cc", "Cf", "Co");

	private final String in;

	private final StringBuilder out = new StringBuilder();

	private final Deque<Group> open = new ArrayDeque<>();

	private int at;

	private boolean alternatives;

	PatternTranslation(String expression) {
		this.in = expression;
	}

	/** Whether the translated expression has a {@code |} outside of all groups. */
	boolean hasAlternatives() {
		return this.alternatives;
	}

	/**
	 * Translates.
	 * @throws IllegalArgumentException when the expression is not portable
	 */
	String translate() {
		this.open.push(new Group());
		while (this.at < this.in.length()) {
			term();
		}
		if (this.open.size() > 1) {
			throw refused("a ( has no )");
		}
		checkSize(this.open.element());
		return this.out.toString();
	}

	private void term() {
		int character = next();
		switch (character) {
			case '(' -> group();
			case ')' -> endGroup();
			case '|' -> {
				this.alternatives = this.alternatives || this.open.size() == 1;
				this.open.element().breakOff();
				this.out.append('|');
			}
			case '^', '$' -> assertion((char) character);
			case '*', '+', '?' -> quantifier((char) character, 1);
			case '{' -> counted();
			case '.' -> atom(NOT_LINE_END);
			case '[' -> {
				this.out.append('[');
				characterClass();
				atom("]");
			}
			case '\\' -> escape();
			case ']', '}' -> throw refused("a %c stands alone; write \\%c".formatted(character, character));
			default -> atom(literal(character));
		}
	}

	private void group() {
		if (peek('?')) {
			if (!this.in.startsWith("?:", this.at)) {
				throw refused(kindOfGroup());
			}
			this.at += 2;
		}
		// Nothing is captured, and RE2 is quicker when it need not.
		this.out.append("(?:");
		this.open.push(new Group());
	}

	private String kindOfGroup() {
		String rest = this.in.substring(this.at);
		if (rest.startsWith("?=") || rest.startsWith("?!") || rest.startsWith("?<=") || rest.startsWith("?<!")) {
			return "look-around is not in RE2; check it in the method";
		}
		if (rest.startsWith("?>")) {
			return "atomic groups are Java's own; write (?:…)";
		}
		if (rest.startsWith("?<") || rest.startsWith("?P") || rest.startsWith("?'")) {
			return "named groups are written differently everywhere; write (…)";
		}
		return "flags within a pattern are not in ECMA-262; write both cases, as in [Aa]";
	}

	private void endGroup() {
		if (this.open.size() == 1) {
			throw refused("a ) has no (");
		}
		Group ended = this.open.pop();
		checkSize(ended);
		this.out.append(')');
		this.open.element().add(ended.size() + 1);
	}

	private void assertion(char character) {
		this.out.append(character);
		this.open.element().breakOff();
	}

	private void atom(String translated) {
		this.out.append(translated);
		this.open.element().add(1);
	}

	private void quantifier(char sign, int copies) {
		requireRepeatable(sign);
		this.out.append(sign);
		endQuantifier(copies);
	}

	private void requireRepeatable(char sign) {
		if (!this.open.element().repeatable()) {
			throw refused((sign == '+') ? "a + follows no character; possessive quantifiers are Java's own"
					: "a %c follows nothing that can be repeated; to mean it, write \\%c".formatted(sign, sign));
		}
	}

	private void endQuantifier(int copies) {
		if (peek('?')) {
			this.at++;
			this.out.append('?');
		}
		Group group = this.open.element();
		group.repeat(copies);
		checkSize(group);
	}

	/** {@code {n}}, {@code {n,}} or {@code {n,m}}. */
	private void counted() {
		int end = this.in.indexOf('}', this.at);
		String counts = (end < 0) ? "" : this.in.substring(this.at, end);
		if (!counts.matches("[0-9]{1,9}(,([0-9]{1,9})?)?")) {
			throw refused("a { that counts nothing; to mean it, write \\{");
		}
		requireRepeatable('{');
		int comma = counts.indexOf(',');
		int least = Integer.parseInt((comma < 0) ? counts : counts.substring(0, comma));
		boolean endless = comma == counts.length() - 1;
		int most = (comma < 0 || endless) ? least : Integer.parseInt(counts.substring(comma + 1));
		if (least > most) {
			throw refused("{%s} is out of order".formatted(counts));
		}
		if (most > MAX_REPETITIONS) {
			throw refused("RE2 counts to %d; {%s} is more".formatted(MAX_REPETITIONS, counts));
		}
		this.at = end + 1;
		this.out.append('{').append(counts).append('}');
		endQuantifier(endless ? most + 1 : most);
	}

	private void escape() {
		int character = nextEscaped();
		switch (character) {
			case 'b', 'B' -> {
				this.out.append('\\');
				assertion((char) character);
			}
			case 's' -> atom("[" + WHITE + "]");
			case 'S' -> atom("[^" + WHITE + "]");
			default -> {
				if (isClassEscape(character)) {
					atom(classEscape(character));
				}
				else {
					atom(literal(escapedCharacter(character)));
				}
			}
		}
	}

	private static boolean isClassEscape(int character) {
		return "dDwWpPsS".indexOf(character) >= 0;
	}

	/** An escape that means several characters, as it may stand within a class. */
	private String classEscape(int character) {
		return switch (character) {
			case 's' -> WHITE;
			case 'S' -> NOT_WHITE;
			case 'p', 'P' -> "\\" + (char) character + category();
			default -> "\\" + (char) character;
		};
	}

	private String category() {
		int end = this.in.indexOf('}', this.at);
		if (!peek('{') || end < 0 || !CATEGORIES.contains(this.in.substring(this.at + 1, end))) {
			throw refused("of \\p, the dialects share the general categories alone, such as \\p{L} and \\p{Nd}");
		}
		String category = this.in.substring(this.at, end + 1);
		this.at = end + 1;
		return category;
	}

	/** An escape that means one character. */
	private int escapedCharacter(int character) {
		return switch (character) {
			case 't' -> '\t';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 'f' -> '\f';
			case 'v' -> 0x0B;
			case 'x' -> hexadecimal();
			default -> {
				if (SYNTAX.indexOf(character) < 0) {
					throw refused(strangeEscape(character));
				}
				yield character;
			}
		};
	}

	private int hexadecimal() {
		String digits = this.in.substring(this.at, Math.min(this.at + 2, this.in.length()));
		if (!digits.matches("[0-9a-fA-F]{2}")) {
			throw refused("\\x takes two hexadecimal digits in both dialects, as in \\x2F");
		}
		this.at += 2;
		return Integer.parseInt(digits, 16);
	}

	private static String strangeEscape(int character) {
		String escape = "\\" + Character.toString(character);
		return switch (character) {
			case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k' -> "back-references are not in RE2";
			case 'A', 'z', 'Z', 'G' -> escape + " is not in ECMA-262; write ^ or $";
			case 'u' -> "\\u is not in RE2; write the character itself";
			case 'Q', 'E' -> "\\Q and \\E are not in ECMA-262; escape each character";
			default -> Character.isLetterOrDigit(character) ? escape + " is not in both dialects"
					: escape + " is not in ECMA-262; write the character without the backslash";
		};
	}

	/** What stands behind the {@code [}, up to and with the {@code ]}. */
	private void characterClass() {
		if (peek('^')) {
			this.at++;
			this.out.append('^');
		}
		if (peek(']')) {
			throw refused("a class that begins with ] means something else everywhere; write \\]");
		}
		while (!peek(']')) {
			classMember();
		}
		this.at++;
	}

	private void classMember() {
		int first = classCharacter();
		boolean range = peek('-') && !this.in.startsWith("]", this.at + 1);
		if (first < 0) {
			if (range) {
				throw refused("a class such as \\w is no end of a range; write \\-");
			}
			return;
		}
		this.out.append(hex(first));
		if (range) {
			this.at++;
			int last = classCharacter();
			if (last < first) {
				throw refused("a range of a class is out of order");
			}
			this.out.append('-').append(hex(last));
		}
	}

	/** One character, or −1 when several were meant and have been written. */
	private int classCharacter() {
		if (this.at >= this.in.length()) {
			throw refused("a [ has no ]");
		}
		int character = next();
		if (character == '[') {
			throw refused("a [ within a class means something else in Java and in RE2; write \\[");
		}
		if (character == '&' && peek('&')) {
			throw refused("intersections of classes are Java's own");
		}
		if (character != '\\') {
			return character;
		}
		int escaped = nextEscaped();
		if (isClassEscape(escaped)) {
			this.out.append(classEscape(escaped));
			return -1;
		}
		return (escaped == '-') ? '-' : escapedCharacter(escaped);
	}

	private int nextEscaped() {
		if (this.at >= this.in.length()) {
			throw refused("it ends in a backslash");
		}
		return next();
	}

	private int next() {
		int character = this.in.codePointAt(this.at);
		this.at += Character.charCount(character);
		return character;
	}

	private boolean peek(char character) {
		return this.at < this.in.length() && this.in.charAt(this.at) == character;
	}

	private static String literal(int character) {
		return Character.isLetterOrDigit(character) ? Character.toString(character) : hex(character);
	}

	private static String hex(int character) {
		return "\\x{" + Integer.toHexString(character) + "}";
	}

	private void checkSize(Group group) {
		if (group.size() > PortablePattern.MAX_SIZE) {
			throw refused(
					"with its repetitions written out, it has more than %d parts".formatted(PortablePattern.MAX_SIZE));
		}
	}

	private IllegalArgumentException refused(String reason) {
		return new IllegalArgumentException("the pattern %s cannot be published: %s".formatted(this.in, reason));
	}

	/**
	 * A group that is open, or the whole expression: how many parts it has so far, and
	 * how many of them belong to the last term, which a quantifier would repeat.
	 */
	private static final class Group {

		private long parts;

		private long last;

		void add(long count) {
			this.parts += count;
			this.last = count;
		}

		/** What comes next repeats nothing. */
		void breakOff() {
			this.parts++;
			this.last = 0;
		}

		boolean repeatable() {
			return this.last > 0;
		}

		void repeat(int copies) {
			this.parts += this.last * (Math.max(copies, 1) - 1L);
			this.last = 0;
		}

		long size() {
			return this.parts;
		}

	}

}
