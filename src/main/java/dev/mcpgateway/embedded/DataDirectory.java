package dev.mcpgateway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * Where the embedded servers keep their data. While it is open this process is its only
 * user: a lock on {@code .lock} in it covers all of them, and the operating system drops
 * it when the process dies, however it dies.
 */
final class DataDirectory implements AutoCloseable {

	private static final int SECRET_BYTES = 24;

	private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private final Path configured;

	private final Path root;

	private final FileChannel lockFile;

	private DataDirectory(Path configured, Path root, FileChannel lockFile) {
		this.configured = configured;
		this.root = root;
		this.lockFile = lockFile;
	}

	/**
	 * Makes the directory if it is missing, and locks it.
	 * @param configured absolute, or relative to the working directory
	 * @throws EmbeddedServerException if another gateway uses it, or it cannot be written
	 */
	static DataDirectory open(Path configured) {
		Path root = configured.toAbsolutePath().normalize();
		try {
			Files.createDirectories(root);
			return new DataDirectory(configured, root, lock(root));
		}
		catch (IOException ex) {
			throw new EmbeddedServerException("The data directory " + root + " cannot be used: " + ex,
					"Make it writable, or set gateway.embedded.data-directory to another one.", ex);
		}
	}

	private static FileChannel lock(Path root) throws IOException {
		FileChannel file = FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		if (tryLock(file) == null) {
			String owner = read(file);
			file.close();
			throw new EmbeddedServerException(
					"The data directory " + root + " is in use by another gateway" + owner + ".",
					"Stop that gateway, or set gateway.embedded.data-directory to another directory.");
		}
		file.truncate(0);
		file.write(ByteBuffer
			.wrap((" (process " + ProcessHandle.current().pid() + ")").getBytes(StandardCharsets.US_ASCII)));
		return file;
	}

	private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
		try {
			return file.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			// Held by another context of this very process.
			return null;
		}
	}

	private static String read(FileChannel file) throws IOException {
		ByteBuffer content = ByteBuffer.allocate(64);
		file.read(content, 0);
		return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
	}

	/**
	 * A subdirectory that only this user may enter; made if it is missing.
	 */
	Path privateDirectory(String name) {
		Path directory = this.root.resolve(name);
		try {
			Files.createDirectories(directory);
			if (POSIX) {
				Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
			}
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A subdirectory as the operator would name it, for messages.
	 */
	Path display(String name) {
		return this.configured.resolve(name);
	}

	/**
	 * Whether a secret was made before, by this process or an earlier one.
	 */
	boolean hasSecret(String name) {
		return Files.exists(secretFile(name));
	}

	/**
	 * A random secret that stays the same from start to start, in a file that only this
	 * user can read; made if it is missing.
	 * @return 48 hexadecimal digits
	 */
	String secret(String name) {
		Path file = secretFile(name);
		try {
			if (!Files.exists(file)) {
				byte[] random = new byte[SECRET_BYTES];
				new SecureRandom().nextBytes(random);
				// A temporary file is the owner's alone; the move makes it whole or
				// absent.
				Path fresh = Files.createTempFile(file.getParent(), name, ".new");
				Files.writeString(fresh, HexFormat.of().formatHex(random));
				Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
			}
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The file a secret is kept in, for programs that read it from there.
	 */
	Path secretFile(String name) {
		return privateDirectory("secrets").resolve(name);
	}

	@Override
	public void close() throws IOException {
		this.lockFile.close();
	}

}
