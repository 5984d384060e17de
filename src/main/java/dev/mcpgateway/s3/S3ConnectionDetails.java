package dev.mcpgateway.s3;

import java.net.URI;

/**
 * Where the object store is, when not by {@code gateway.s3.*} properties.
 */
public interface S3ConnectionDetails {

	/** The store's address, which is asked in path style. */
	URI endpoint();

	/** The region that requests are signed for. */
	String region();

	/** The name of the key that requests are signed with. */
	String accessKey();

	/** The key itself. */
	String secretKey();

}
