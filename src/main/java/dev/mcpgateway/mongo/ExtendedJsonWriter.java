package dev.mcpgateway.mongo;

import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

import org.bson.BsonBinary;
import org.bson.BsonDbPointer;
import org.bson.BsonReader;
import org.bson.BsonRegularExpression;
import org.bson.BsonTimestamp;
import org.bson.BsonType;
import tools.jackson.core.JsonGenerator;

/**
 * Writes BSON as MongoDB Extended JSON v2, relaxed: numbers are numbers, and what JSON
 * lacks is an object such as <code>{"$date": "2026-01-31T12:00:00Z"}</code>. Fields keep
 * their order.
 */
final class ExtendedJsonWriter {

	/** The last instant that relaxed JSON writes as text: the end of the year 9999. */
	private static final long LAST_TEXT_DATE = 253_402_300_799_999L;

	private final BsonReader in;

	private final JsonGenerator out;

	ExtendedJsonWriter(BsonReader in, JsonGenerator out) {
		this.in = in;
		this.out = out;
	}

	/**
	 * Writes a document of a collection, whose {@code _id} is plain text when it is an
	 * ObjectId, as tools and resources take it.
	 */
	void writeItem() {
		this.in.readStartDocument();
		this.out.writeStartObject();
		while (this.in.readBsonType() != BsonType.END_OF_DOCUMENT) {
			String name = this.in.readName();
			this.out.writeName(name);
			if (this.in.getCurrentBsonType() == BsonType.OBJECT_ID && name.equals("_id")) {
				this.out.writeString(this.in.readObjectId().toHexString());
			}
			else {
				writeValue();
			}
		}
		this.out.writeEndObject();
		this.in.readEndDocument();
	}

	private void writeDocument() {
		this.in.readStartDocument();
		this.out.writeStartObject();
		while (this.in.readBsonType() != BsonType.END_OF_DOCUMENT) {
			this.out.writeName(this.in.readName());
			writeValue();
		}
		this.out.writeEndObject();
		this.in.readEndDocument();
	}

	private void writeArray() {
		this.in.readStartArray();
		this.out.writeStartArray();
		while (this.in.readBsonType() != BsonType.END_OF_DOCUMENT) {
			writeValue();
		}
		this.out.writeEndArray();
		this.in.readEndArray();
	}

	private void writeValue() {
		switch (this.in.getCurrentBsonType()) {
			case DOCUMENT -> writeDocument();
			case ARRAY -> writeArray();
			case STRING -> this.out.writeString(this.in.readString());
			case INT32 -> this.out.writeNumber(this.in.readInt32());
			case INT64 -> this.out.writeNumber(this.in.readInt64());
			case DOUBLE -> writeDouble(this.in.readDouble());
			case BOOLEAN -> this.out.writeBoolean(this.in.readBoolean());
			case NULL -> {
				this.in.readNull();
				this.out.writeNull();
			}
			case OBJECT_ID -> writeText("$oid", this.in.readObjectId().toHexString());
			case DATE_TIME -> writeDate(this.in.readDateTime());
			case DECIMAL128 -> writeText("$numberDecimal", this.in.readDecimal128().toString());
			case BINARY -> writeBinary(this.in.readBinaryData());
			case TIMESTAMP -> writeTimestamp(this.in.readTimestamp());
			case REGULAR_EXPRESSION -> writeRegularExpression(this.in.readRegularExpression());
			case MIN_KEY -> {
				this.in.readMinKey();
				writeOne("$minKey");
			}
			case MAX_KEY -> {
				this.in.readMaxKey();
				writeOne("$maxKey");
			}
			case SYMBOL -> writeText("$symbol", this.in.readSymbol());
			case JAVASCRIPT -> writeText("$code", this.in.readJavaScript());
			case JAVASCRIPT_WITH_SCOPE -> writeCodeWithScope();
			case DB_POINTER -> writeDbPointer(this.in.readDBPointer());
			case UNDEFINED -> {
				this.in.readUndefined();
				this.out.writeStartObject();
				this.out.writeBooleanProperty("$undefined", true);
				this.out.writeEndObject();
			}
			case END_OF_DOCUMENT -> throw new IllegalStateException("No value here");
		}
	}

	private void writeText(String type, String text) {
		this.out.writeStartObject();
		this.out.writeStringProperty(type, text);
		this.out.writeEndObject();
	}

	private void writeOne(String type) {
		this.out.writeStartObject();
		this.out.writeNumberProperty(type, 1);
		this.out.writeEndObject();
	}

	private void writeDouble(double value) {
		if (Double.isFinite(value)) {
			this.out.writeNumber(value);
		}
		else {
			writeText("$numberDouble", Double.toString(value));
		}
	}

	private void writeDate(long millis) {
		if (millis >= 0 && millis <= LAST_TEXT_DATE) {
			writeText("$date", Instant.ofEpochMilli(millis).toString());
			return;
		}
		this.out.writeStartObject();
		this.out.writeName("$date");
		writeText("$numberLong", Long.toString(millis));
		this.out.writeEndObject();
	}

	private void writeBinary(BsonBinary binary) {
		this.out.writeStartObject();
		this.out.writeObjectPropertyStart("$binary");
		this.out.writeStringProperty("base64", Base64.getEncoder().encodeToString(binary.getData()));
		this.out.writeStringProperty("subType", String.format(Locale.ROOT, "%02x", binary.getType()));
		this.out.writeEndObject();
		this.out.writeEndObject();
	}

	private void writeTimestamp(BsonTimestamp timestamp) {
		this.out.writeStartObject();
		this.out.writeObjectPropertyStart("$timestamp");
		this.out.writeNumberProperty("t", Integer.toUnsignedLong(timestamp.getTime()));
		this.out.writeNumberProperty("i", Integer.toUnsignedLong(timestamp.getInc()));
		this.out.writeEndObject();
		this.out.writeEndObject();
	}

	private void writeRegularExpression(BsonRegularExpression expression) {
		this.out.writeStartObject();
		this.out.writeObjectPropertyStart("$regularExpression");
		this.out.writeStringProperty("pattern", expression.getPattern());
		this.out.writeStringProperty("options", expression.getOptions());
		this.out.writeEndObject();
		this.out.writeEndObject();
	}

	private void writeCodeWithScope() {
		this.out.writeStartObject();
		this.out.writeStringProperty("$code", this.in.readJavaScriptWithScope());
		this.out.writeName("$scope");
		writeDocument();
		this.out.writeEndObject();
	}

	private void writeDbPointer(BsonDbPointer pointer) {
		this.out.writeStartObject();
		this.out.writeObjectPropertyStart("$dbPointer");
		this.out.writeStringProperty("$ref", pointer.getNamespace());
		this.out.writeName("$id");
		writeText("$oid", pointer.getId().toHexString());
		this.out.writeEndObject();
		this.out.writeEndObject();
	}

}
