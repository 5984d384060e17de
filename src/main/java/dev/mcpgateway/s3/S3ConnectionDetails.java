package dev.mcpgateway.s3;

import java.net.URI;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the object store is, when not by {@code gateway.s3.*} properties. A bean of this
 * type takes the place of the endpoint, region and credentials that those properties
 * would name.
 */
public interface S3ConnectionDetails extends ConnectionDetails {

	/**
	 * Where S3 requests go.
	 * @return scheme, host and port, without a path; buckets are addressed path-style
	 */
	URI endpoint();

	/**
	 * The region that requests are signed for.
	 * @return a region name, such as {@code us-east-1}
	 */
	String region();

	/**
	 * Whom requests are signed by.
	 * @return the access key, which is no secret
	 */
	String accessKey();

	/**
	 * What requests are signed with.
	 * @return the secret key, never to be logged
	 */
	String secretKey();

}
