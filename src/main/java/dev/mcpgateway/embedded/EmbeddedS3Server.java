package dev.mcpgateway.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import dev.mcpgateway.s3.S3ConnectionDetails;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A server in this process that speaks S3's protocol, checks signatures and keeps each
 * object as a plain file. Credentials stay the same from start to start, and so does the
 * port where it is still free, so that presigned URLs outlive a restart.
 */
final class EmbeddedS3Server implements EmbeddedServer, S3ConnectionDetails {

	/** Clients are closed by then; what is left are downloads by presigned URLs. */
	private static final int STOP_TIMEOUT_MILLIS = 1000;

	private final S3Proxy proxy;

	private final URI endpoint;

	private final String accessKey;

	private final String secretKey;

	private final String description;

	private EmbeddedS3Server(S3Proxy proxy, String accessKey, String secretKey, DataDirectory data) {
		this.proxy = proxy;
		this.endpoint = endpoint(proxy.getPort());
		this.accessKey = accessKey;
		this.secretKey = secretKey;
		this.description = String.format(Locale.ROOT, "S3-protocol server on %s, data in %s",
				this.endpoint.getAuthority(), data.display("s3"));
	}

	static EmbeddedS3Server start(DataDirectory data) throws Exception {
		Path home = data.privateDirectory("s3");
		// The blob store lists nothing unless its path is absolute and normalized.
		Path objects = Files.createDirectories(home.resolve("objects"));
		String accessKey = data.secret("s3-access-key");
		String secretKey = data.secret("s3-secret-key");
		S3Proxy.Builder builder = S3Proxy.builder()
			.blobStore(new FilesystemNio2BlobStore(objects.toString()))
			.awsAuthentication(AuthenticationType.AWS_V4, accessKey, secretKey)
			.ignoreUnknownHeaders(true)
			.stopTimeout(STOP_TIMEOUT_MILLIS);
		Path portFile = home.resolve("port");
		S3Proxy proxy = startOnSamePort(builder, portFile);
		Files.writeString(portFile, Integer.toString(proxy.getPort()));
		return new EmbeddedS3Server(proxy, accessKey, secretKey, data);
	}

	private static S3Proxy startOnSamePort(S3Proxy.Builder builder, Path portFile) throws Exception {
		int port = lastPort(portFile);
		try {
			return startOnPort(builder, port);
		}
		catch (IOException ex) {
			if (port != 0 && ex.getCause() instanceof BindException) {
				return startOnPort(builder, 0);
			}
			throw ex;
		}
	}

	private static S3Proxy startOnPort(S3Proxy.Builder builder, int port) throws Exception {
		S3Proxy proxy = builder.endpoint(endpoint(port)).build();
		try {
			proxy.start();
			return proxy;
		}
		catch (Exception ex) {
			proxy.stop();
			throw ex;
		}
	}

	private static int lastPort(Path portFile) throws IOException {
		return Files.exists(portFile) ? Integer.parseInt(Files.readString(portFile).strip()) : 0;
	}

	private static URI endpoint(int port) {
		return URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port);
	}

	@Override
	public URI endpoint() {
		return this.endpoint;
	}

	@Override
	public String region() {
		return "us-east-1";
	}

	@Override
	public String accessKey() {
		return this.accessKey;
	}

	@Override
	public String secretKey() {
		return this.secretKey;
	}

	@Override
	public String description() {
		return this.description;
	}

	@Override
	public void close() throws IOException {
		try {
			this.proxy.stop();
		}
		catch (Exception ex) {
			throw new IOException("The S3-protocol server did not stop", ex);
		}
	}

}
