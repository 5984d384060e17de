package dev.mcpgateway.mongo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.bson.BsonBinaryReader;
import org.bson.RawBsonDocument;
import org.bson.io.ByteBufferBsonInput;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * One stored document. It stays the bytes that the server sent until it is written, and
 * goes from there to JSON without a tree in between.
 */
record Item(@JsonIgnore RawBsonDocument document) implements JacksonSerializable {

	@Override
	public void serialize(JsonGenerator out, SerializationContext context) {
		try (BsonBinaryReader reader = new BsonBinaryReader(new ByteBufferBsonInput(this.document.getByteBuffer()))) {
			new ExtendedJsonWriter(reader, out).writeItem();
		}
	}

	@Override
	public void serializeWithType(JsonGenerator out, SerializationContext context, TypeSerializer types) {
		serialize(out, context);
	}

}
