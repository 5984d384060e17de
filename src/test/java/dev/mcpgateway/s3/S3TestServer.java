package dev.mcpgateway.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

import org.springframework.util.FileSystemUtils;

/**
 * A server that speaks the S3 protocol, checks signatures and keeps objects as files.
 */
final class S3TestServer implements AutoCloseable {

	static final String ACCESS_KEY = "test-access-key";

	static final String SECRET_KEY = "test-secret-key-that-nobody-may-see";

	private final Path folder;

	private final S3Proxy server;

	private S3TestServer(Path folder, S3Proxy server) {
		this.folder = folder;
		this.server = server;
	}

	/** Starts a server on a free port, with an empty folder of its own. */
	static S3TestServer start() {
		try {
			Path folder = Files.createTempDirectory("s3-test").toRealPath();
			S3Proxy server = S3Proxy.builder()
				.awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
				.endpoint(URI.create("http://127.0.0.1:0"))
				.blobStore(new FilesystemNio2BlobStore(folder.toString()))
				.ignoreUnknownHeaders(true)
				.build();
			server.start();
			return new S3TestServer(folder, server);
		}
		catch (Exception ex) {
			throw new IllegalStateException("No S3 server could be started", ex);
		}
	}

	int port() {
		return this.server.getPort();
	}

	URI endpoint() {
		return URI.create("http://127.0.0.1:" + port());
	}

	/** Where the server keeps its buckets, a folder each. */
	Path folder() {
		return this.folder;
	}

	@Override
	public void close() {
		try {
			this.server.stop();
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
