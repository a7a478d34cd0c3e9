package io.swen.identity.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;

/** The key that signs every token, kept in one file that only this service can read. */
final class SigningKey {

    static final String FILE = "signing-key.json";
    private static final int BITS = 2048;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private SigningKey() {}

    /** Reads the key of the folder, or makes one there; instances that start at the same moment get the same key. */
    static RSAKey in(Path folder, Date now) {
        Path file = folder.resolve(FILE);
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (FileChannel gate = FileChannel.open(
                            folder.resolve(".lock"),
                            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                    var held = gate.lock()) {
                if (!held.isValid()) {
                    throw new IOException("lost the lock of " + folder);
                }
                return Files.exists(file) ? read(file) : make(file, now);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the signing key " + file, e);
        }
    }

    private static RSAKey make(Path file, Date now) throws IOException {
        RSAKey key;
        try {
            key = new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .issueTime(now)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
        Path part = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out = FileChannel.open(
                part,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(key.toJSONString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        // A crash leaves either no key or a whole one.
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }

    private static RSAKey read(Path file) throws IOException {
        try {
            RSAKey key = RSAKey.parse(Files.readString(file));
            if (!key.isPrivate() || key.size() < BITS || key.getKeyID() == null) {
                throw new IOException("it must be a private RSA key of at least " + BITS + " bits with a kid");
            }
            return key;
        } catch (ParseException e) {
            // Without the cause: a parser's message may quote the key.
            throw new IOException("it is not a JSON Web Key");
        }
    }
}
