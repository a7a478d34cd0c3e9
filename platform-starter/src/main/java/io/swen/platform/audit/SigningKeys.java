package io.swen.platform.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Ed25519 key that signs seals, and the public halves of all that ever did. A new one is made by removing
 * {@code signing-key.pem} and starting anew; what older ones signed stays provable.
 */
final class SigningKeys {

    static final String PRIVATE_FILE = "signing-key.pem";

    private static final String ALGORITHM = "Ed25519";
    private static final String PUBLIC_SUFFIX = ".pub.pem";
    private static final int ID_DIGITS = 32;

    private final String currentId;
    private final PrivateKey current;
    private final Map<String, PublicKey> known;

    private SigningKeys(String currentId, PrivateKey current, Map<String, PublicKey> known) {
        this.currentId = currentId;
        this.current = current;
        this.known = Map.copyOf(known);
    }

    /** Reads the keys of a folder that only this service may enter, or makes the first one there. */
    static SigningKeys in(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (FileChannel gate = FileChannel.open(
                            folder.resolve(".lock"),
                            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    var held = gate.lock()) {
                if (!held.isValid()) {
                    throw new IOException("lost the lock of " + folder);
                }
                Path file = folder.resolve(PRIVATE_FILE);
                if (!Files.exists(file)) {
                    make(folder);
                }
                return read(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the audit log's signing keys in " + folder, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a file in " + folder + " is not an Ed25519 key", e);
        }
    }

    private static void make(Path folder) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        // The public half first: what a crash leaves is then no key, or a whole pair.
        write(
                folder.resolve(id(pair.getPublic()) + PUBLIC_SUFFIX),
                pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        write(
                folder.resolve(PRIVATE_FILE),
                pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                        + pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private static SigningKeys read(Path folder) throws IOException, GeneralSecurityException {
        String text = Files.readString(folder.resolve(PRIVATE_FILE));
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        PrivateKey current = factory.generatePrivate(new PKCS8EncodedKeySpec(unpem("PRIVATE KEY", text)));
        PublicKey its = factory.generatePublic(new X509EncodedKeySpec(unpem("PUBLIC KEY", text)));
        Map<String, PublicKey> known = publicKeys(folder);
        known.put(id(its), its);
        return new SigningKeys(id(its), current, known);
    }

    /** The public keys of a folder by their ids. */
    static Map<String, PublicKey> publicKeys(Path folder) throws IOException, GeneralSecurityException {
        Map<String, PublicKey> keys = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(PUBLIC_SUFFIX))
                    .toList()) {
                PublicKey key = KeyFactory.getInstance(ALGORITHM)
                        .generatePublic(new X509EncodedKeySpec(unpem("PUBLIC KEY", Files.readString(file))));
                keys.put(id(key), key);
            }
        }
        return keys;
    }

    /** Writes the public keys into a folder that others may read, so that seals can be checked without this service. */
    void publish(Path folder) throws IOException {
        for (Map.Entry<String, PublicKey> key : known.entrySet()) {
            Path file = folder.resolve(key.getKey() + PUBLIC_SUFFIX);
            if (!Files.exists(file)) {
                write(file, pem("PUBLIC KEY", key.getValue().getEncoded()));
            }
        }
    }

    String currentId() {
        return currentId;
    }

    Map<String, PublicKey> known() {
        return known;
    }

    byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(current);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with an Ed25519 key cannot fail", e);
        }
    }

    /** Whether one of the known keys made the signature. */
    static boolean verifies(Map<String, PublicKey> known, String keyId, byte[] content, byte @Nullable [] signature) {
        PublicKey key = known.get(keyId);
        if (key == null || signature == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(content);
            return check.verify(signature);
        } catch (GeneralSecurityException notASignature) {
            return false;
        }
    }

    private static String id(PublicKey key) {
        return Hash.of(key.getEncoded()).toString().substring(0, ID_DIGITS);
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }

    private static byte[] unpem(String kind, String text) throws IOException {
        List<String> lines = text.lines().toList();
        int begin = lines.indexOf("-----BEGIN " + kind + "-----");
        int end = lines.indexOf("-----END " + kind + "-----");
        if (begin < 0 || end < begin) {
            throw new IOException("no " + kind + " in PEM form");
        }
        try {
            return Base64.getMimeDecoder().decode(String.join("", lines.subList(begin + 1, end)));
        } catch (IllegalArgumentException e) {
            // Without the cause: its message may quote the key.
            throw new IOException("the " + kind + " is not in PEM form");
        }
    }

    private static void write(Path file, String content) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out = FileChannel.open(
                part,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
