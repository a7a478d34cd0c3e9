package io.swen.platform.crypto;

import io.swen.platform.crypto.EnvelopeException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Key-encryption keys as files of a private folder: {@code <id>.key} holds 256 bits in Base64, {@code active} names the one in use.
 * The first start makes the first key. Instances may share the folder: whoever changes it holds a lock on it.
 */
final class LocalKeyFolder implements KeyEncryptionKeys {

    private static final String SUFFIX = ".key";
    private static final String ACTIVE = "active";

    private final Path folder;
    private final Map<String, byte[]> read = new ConcurrentHashMap<>();

    LocalKeyFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(this.folder);
            if (posix()) {
                // Only the folder's last step is ours to close.
                refuseOpenFolder();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
        locked(() -> {
            if (!Files.exists(this.folder.resolve(ACTIVE))) {
                activate(newKey());
            }
            return null;
        });
    }

    @Override
    public Key active() {
        String id = activeId();
        try {
            return new Key(id, Files.getLastModifiedTime(file(id)).toInstant());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private String activeId() {
        try {
            return Files.readString(folder.resolve(ACTIVE)).strip();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Override
    public List<String> ids() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Override
    public Wrapped wrap(byte[] dataKey) {
        String id = activeId();
        return new Wrapped(id, Aes256Gcm.encrypt(key(id), dataKey, bound(id)));
    }

    @Override
    public byte[] unwrap(Wrapped wrapped) {
        return Aes256Gcm.decrypt(key(wrapped.keyId()), wrapped.bytes(), bound(wrapped.keyId()));
    }

    @Override
    public String rotate() {
        return locked(() -> {
            String id = newKey();
            activate(id);
            return id;
        });
    }

    @Override
    public void retire(String keyId) {
        locked(() -> {
            if (keyId.equals(activeId())) {
                throw new IllegalStateException("the active key cannot be retired");
            }
            try {
                Files.deleteIfExists(file(keyId));
            } catch (IOException e) {
                throw unusable(e);
            }
            read.remove(keyId);
            return null;
        });
    }

    private byte[] key(String id) {
        return read.computeIfAbsent(id, this::readKey);
    }

    private byte[] readKey(String id) {
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file(id)).strip());
            if (key.length != Aes256Gcm.KEY_BYTES) {
                throw new EnvelopeException(
                        Reason.KEYS_UNAVAILABLE, "the key file " + file(id) + " does not hold 256 bits");
            }
            return key;
        } catch (NoSuchFileException absent) {
            throw new EnvelopeException(
                    Reason.UNKNOWN_KEY, "there is no key-encryption key " + id + " in " + folder, absent);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private Path file(String id) {
        return folder.resolve(id + SUFFIX);
    }

    private String newKey() {
        String id = "local-" + UUID.randomUUID().toString().substring(0, 8);
        write(file(id), Base64.getEncoder().encodeToString(Aes256Gcm.newKey()));
        return id;
    }

    private void activate(String id) {
        write(folder.resolve(ACTIVE), id);
    }

    /** Whole or not at all, and on the disk before anything is sealed with it: a lost key is lost data. */
    private void write(Path target, String content) {
        Path draft = target.resolveSibling(target.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(draft);
            if (posix()) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(draft);
            }
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(folder)) {
                entries.force(true);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private synchronized <T extends @org.jspecify.annotations.Nullable Object> T locked(Supplier<T> change) {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            return change.get();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private boolean posix() {
        return Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null;
    }

    private void refuseOpenFolder() throws IOException {
        var permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            if (ids().isEmpty()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            } else {
                throw new IllegalStateException(
                        folder + " holds keys and everybody may look into it: chmod 700 " + folder);
            }
        }
    }

    private static byte[] bound(String id) {
        return ("swen.data-key.v1|" + id).getBytes(StandardCharsets.UTF_8);
    }

    private EnvelopeException unusable(Exception e) {
        return new EnvelopeException(
                Reason.KEYS_UNAVAILABLE,
                "the folder of key-encryption keys " + folder + " is not usable: " + e,
                e instanceof IOException io ? new UncheckedIOException(io) : e);
    }
}
