package dev.mcpgateway.embedded;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.xml.XmlMapper;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.http.codec.xml.JacksonXmlDecoder;
import org.springframework.http.codec.xml.JacksonXmlEncoder;
import org.springframework.util.MimeType;

/**
 * Keeps XML off the gateway's own port. The embedded object store brings an XML mapper,
 * at whose sight WebFlux would offer {@code application/xml}, which nothing here can be
 * written as and which the packaged gateway does not offer.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(XmlMapper.class)
class XmlCodecsConfiguration {

	@Bean
	CodecCustomizer noXmlCodecCustomizer() {
		return (configurer) -> {
			configurer.defaultCodecs().jacksonXmlEncoder(new NoXmlEncoder());
			configurer.defaultCodecs().jacksonXmlDecoder(new NoXmlDecoder());
		};
	}

	private static final class NoXmlEncoder extends JacksonXmlEncoder {

		@Override
		public boolean canEncode(ResolvableType elementType, @Nullable MimeType mimeType) {
			return false;
		}

		@Override
		public List<MimeType> getEncodableMimeTypes() {
			return List.of();
		}

	}

	private static final class NoXmlDecoder extends JacksonXmlDecoder {

		@Override
		public boolean canDecode(ResolvableType elementType, @Nullable MimeType mimeType) {
			return false;
		}

		@Override
		public List<MimeType> getDecodableMimeTypes() {
			return List.of();
		}

	}

}
