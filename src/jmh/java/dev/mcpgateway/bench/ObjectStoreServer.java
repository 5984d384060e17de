package dev.mcpgateway.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3-protocol server as a process of its own. It checks no signatures, so that a plain
 * GET needs none: both sides read from the same server at the same cost.
 */
public final class ObjectStoreServer {

	private ObjectStoreServer() {
	}

	/**
	 * Serves until the process is ended.
	 * @param args the port on loopback, and an existing directory for the objects
	 */
	public static void main(String[] args) throws Exception {
		Path objects = Path.of(args[1]).toRealPath();
		S3Proxy proxy = S3Proxy.builder()
			.blobStore(new FilesystemNio2BlobStore(objects.toString()))
			.awsAuthentication(AuthenticationType.NONE, "", "")
			.endpoint(URI.create("http://127.0.0.1:" + args[0]))
			.ignoreUnknownHeaders(true)
			.build();
		proxy.start();
		new CountDownLatch(1).await();
	}

}
