package io.swen.cli.backup;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.streamingaead.PredefinedStreamingAeadParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What backups are sealed with: AES-256-GCM in segments (Tink's streaming AEAD), so that what was altered, cut short or moved
 * under another name does not open. Whoever has the file can read every backup made with it, and nobody else any.
 */
public final class BackupKey {
    private static final String FORMAT = "swen-backup-key-1";
    private static final byte[] MAGIC = "SWEN-BACKUP-1 ".getBytes(StandardCharsets.US_ASCII);
    private static final int ID_BYTES = 8;

    private final String id;
    private final KeysetHandle keyset;
    private final StreamingAead aead;

    private BackupKey(String id, KeysetHandle keyset) throws GeneralSecurityException {
        this.id = id;
        this.keyset = keyset;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), StreamingAead.class);
    }

    /** A new one, not stored anywhere yet. */
    public static BackupKey generate() {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        try {
            StreamingAeadConfig.register();
            return new BackupKey(
                    HexFormat.of().formatHex(id),
                    KeysetHandle.generateNew(PredefinedStreamingAeadParameters.AES256_GCM_HKDF_1MB));
        } catch (GeneralSecurityException everyJdkHasAes) {
            throw new IllegalStateException(everyJdkHasAes);
        }
    }

    /** Reads the file that {@link #write} made. */
    public static BackupKey read(Path file) throws IOException {
        try {
            StreamingAeadConfig.register();
            JsonNode json = Json.parse(Files.readString(file));
            if (!FORMAT.equals(Json.text(json, "format"))) {
                throw notAKey(file, null);
            }
            return new BackupKey(
                    Json.text(json, "id", ""),
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            Json.write(json.path("keyset")), InsecureSecretKeyAccess.get()));
        } catch (NoSuchFileException none) {
            throw new CliException(
                    ExitCode.NOT_FOUND,
                    "There is no backup key at " + file,
                    "Make one with ./swen backup key " + file
                            + " and keep a copy of it where neither this machine nor the backups are.\n"
                            + "For backups that exist already, only the key that they were made with will do.",
                    none);
        } catch (JacksonException | GeneralSecurityException other) {
            throw notAKey(file, other);
        }
    }

    private static CliException notAKey(Path file, @Nullable Exception cause) {
        return new CliException(
                ExitCode.USAGE,
                file + " is not a backup key",
                "Backup keys are made by ./swen backup key FILE.",
                cause);
    }

    /** Writes it to a new file that only its owner may read; an existing file is never replaced. */
    public void write(Path file) throws IOException {
        ObjectNode json = Json.object().put("format", FORMAT).put("id", id);
        try {
            json.set(
                    "keyset",
                    Json.parse(TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get())));
        } catch (GeneralSecurityException ofThisProcess) {
            throw new IllegalStateException(ofThisProcess);
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            var bytes = java.nio.ByteBuffer.wrap((Json.pretty(json) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (FileAlreadyExistsException exists) {
            throw new CliException(
                    ExitCode.CONFLICT,
                    file + " exists already and is left as it is",
                    "Name another file: what was sealed with a key that is replaced can never be read again.",
                    exists);
        }
    }

    /** Names the key without telling anything of it. */
    public String id() {
        return id;
    }

    /** Seals what is written; whoever opens it has to name the same thing. Closing it closes the target. */
    OutputStream seal(OutputStream target, String name) throws IOException {
        target.write(MAGIC);
        target.write(id.getBytes(StandardCharsets.US_ASCII));
        target.write('\n');
        try {
            return new FilterOutputStream(aead.newEncryptingStream(target, associated(name))) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                }
            };
        } catch (GeneralSecurityException ofThisProcess) {
            throw new IllegalStateException(ofThisProcess);
        }
    }

    /**
     * Opens what was sealed under a name.
     *
     * @throws CliException if it was sealed with another key, or is no backup; reading fails likewise where it was altered
     */
    InputStream open(InputStream sealed, String name) throws IOException {
        byte[] begin = sealed.readNBytes(MAGIC.length + 2 * ID_BYTES + 1);
        String text = new String(begin, StandardCharsets.US_ASCII);
        if (begin.length != MAGIC.length + 2 * ID_BYTES + 1
                || !text.startsWith(new String(MAGIC, StandardCharsets.US_ASCII))
                || !text.endsWith("\n")) {
            throw new CliException(
                    ExitCode.FAILED, name + " is not part of a SWEN backup, or its beginning was altered");
        }
        String sealedWith = text.substring(MAGIC.length, text.length() - 1);
        if (!sealedWith.equals(id)) {
            throw new CliException(
                    ExitCode.NOT_ALLOWED,
                    name + " was sealed with key " + sealedWith + ", and the given one is " + id,
                    "Give the file of key " + sealedWith
                            + " with --key. If every copy of it is lost, nobody can read this backup any more.");
        }
        try {
            return new Opened(aead.newDecryptingStream(new Source(sealed), associated(name)), name);
        } catch (GeneralSecurityException refused) {
            throw altered(name, refused);
        }
    }

    private static byte[] associated(String name) {
        return ("swen-backup-1/" + name).getBytes(StandardCharsets.UTF_8);
    }

    private static CliException altered(String name, Exception cause) {
        return new CliException(
                ExitCode.FAILED,
                name + " was altered or cut short since it was made",
                "Restore an earlier backup, or this one from another copy.",
                cause);
    }

    @Override
    public String toString() {
        return "BackupKey[" + id + "]";
    }

    /** Tells of what does not open in this program's own words. */
    private static final class Opened extends FilterInputStream {
        private final String name;

        Opened(InputStream opened, String name) {
            super(opened);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (UncheckedIOException ofTheSource) {
                throw ofTheSource.getCause();
            } catch (IOException refused) {
                throw altered(name, refused);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (UncheckedIOException ofTheSource) {
                throw ofTheSource.getCause();
            } catch (IOException refused) {
                throw altered(name, refused);
            }
        }
    }

    /** Tells a place that does not answer from content that does not open. */
    private static final class Source extends FilterInputStream {
        Source(InputStream sealed) {
            super(sealed);
        }

        @Override
        public int read() {
            try {
                return in.read();
            } catch (IOException away) {
                throw new UncheckedIOException(away);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            try {
                return in.read(bytes, offset, length);
            } catch (IOException away) {
                throw new UncheckedIOException(away);
            }
        }
    }
}
