package dev.mcpgateway.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/**
 * A regular expression of the part that RE2 and ECMA-262 (with the flag {@code u}) share,
 * which every reader of a published schema takes to mean the same. It is matched by RE2,
 * in time linear in the text, with ECMA-262's meaning of {@code .} and {@code \s}.
 */
final class PortablePattern implements RegularExpression {

	/**
	 * More instructions than this are a way to keep a thread busy: matching takes their
	 * number times the length of the text.
	 */
	static final int MAX_SIZE = 2_000;

	private final Pattern pattern;

	private final boolean alternatives;

	private PortablePattern(Pattern pattern, boolean alternatives) {
		this.pattern = pattern;
		this.alternatives = alternatives;
	}

	/**
	 * Compiles an expression.
	 * @throws IllegalArgumentException when it is none, or has what only one of the two
	 * dialects has; the message says what, and what to write instead
	 */
	static PortablePattern compile(String expression) {
		PatternTranslation translation = new PatternTranslation(expression);
		String translated = translation.translate();
		try {
			return new PortablePattern(Pattern.compile(translated), translation.hasAlternatives());
		}
		catch (PatternSyntaxException ex) {
			throw new IllegalArgumentException("the pattern %s: %s".formatted(expression, ex.getDescription()), ex);
		}
	}

	/**
	 * The same expression for a whole text rather than for a part of it.
	 * @throws IllegalArgumentException when it is not portable
	 */
	static String whole(String expression) {
		if (compile(expression).alternatives) {
			return "^(?:" + expression + ")$";
		}
		String start = expression.startsWith("^") ? "" : "^";
		return start + expression + (endsInAnchor(expression) ? "" : "$");
	}

	/**
	 * Whether the last character is an unescaped {@code $}: none can stand in a class.
	 */
	private static boolean endsInAnchor(String expression) {
		int escapes = 0;
		int before = expression.length() - 2;
		while (before >= 0 && expression.charAt(before) == '\\') {
			escapes++;
			before--;
		}
		return expression.endsWith("$") && escapes % 2 == 0;
	}

	/** Whether the expression is found anywhere in the text. */
	@Override
	public boolean matches(String text) {
		return this.pattern.matcher(text).find();
	}

}
