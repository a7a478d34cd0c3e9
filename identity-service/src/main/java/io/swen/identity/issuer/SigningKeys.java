package io.swen.identity.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign tokens, in one file of a folder that only this service can read. Each key says from when it signs ({@code nbf})
 * and until when it is published ({@code exp}), so that all instances that share the folder change over at the same moment and
 * without talking to each other: a new key is published some time before its use, an old one until its last token has expired.
 */
final class SigningKeys {

    static final String FILE = "signing-keys.json";
    /** The one key of installations before there was a set. */
    static final String FIRST_FILE = "signing-key.json";

    /** About 128 bits of security; a shorter key, of an older installation, is replaced as if its life were over. */
    private static final int BITS = 3072;

    private static final int SHORTEST = 2048;
    private static final Duration READ_EVERY = Duration.ofSeconds(5);
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    /** A file lock is held by the whole process, so that its threads need one of their own. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    /** What a key is for at a moment. */
    enum State {
        NEXT,
        ACTIVE,
        RETIRED
    }

    private record Snapshot(List<RSAKey> keys, Instant readAt) {}

    private final int bits;
    private final Path folder;
    private final Path file;
    private final Duration lead;
    private final Duration kept;
    private final InstantSource wall;
    private volatile Snapshot snapshot;

    /**
     * Reads the keys of the folder, or makes the first one there.
     *
     * @param lead how long a new key is published before it signs
     * @param kept how long an old key is published after it signed last
     */
    SigningKeys(Path folder, Duration lead, Duration kept, InstantSource wall) {
        this(folder, lead, kept, wall, BITS);
    }

    /** With keys of another length, which take a test less time to make. */
    SigningKeys(Path folder, Duration lead, Duration kept, InstantSource wall, int bits) {
        this.bits = bits;
        this.folder = folder;
        this.file = folder.resolve(FILE);
        this.lead = lead;
        this.kept = kept;
        this.wall = wall;
        Instant now = wall.instant();
        this.snapshot = new Snapshot(Files.exists(file) ? read() : change(keys -> keys), now);
    }

    /** All that tokens may be signed with, without their times, which are nobody else's business. */
    JWKSet published() {
        Instant now = wall.instant();
        List<JWK> keys = new ArrayList<>();
        for (RSAKey key : current(now)) {
            if (!isOver(key, now)) {
                keys.add(new RSAKey.Builder(key)
                        .notBeforeTime(null)
                        .expirationTime(null)
                        .build());
            }
        }
        return new JWKSet(keys);
    }

    /** The id of the key that signs now. */
    String activeId() {
        Instant now = wall.instant();
        return active(current(now), now).getKeyID();
    }

    /** The stored keys, newest first, for those who look after them. */
    List<RSAKey> all() {
        return current(wall.instant()).stream()
                .sorted(Comparator.comparing(SigningKeys::from).reversed())
                .toList();
    }

    State state(RSAKey key) {
        Instant now = wall.instant();
        if (from(key).isAfter(now)) {
            return State.NEXT;
        }
        return key.getKeyID().equals(active(current(now), now).getKeyID()) ? State.ACTIVE : State.RETIRED;
    }

    /** Publishes a new key that signs after the lead; empty where one is waiting already. */
    Optional<RSAKey> rotate() {
        return rotateWhere(Duration.ZERO);
    }

    /** The same if the present key has signed for that long, counting the lead, and removes keys that are over. */
    Optional<RSAKey> rotateAfter(Duration age) {
        Instant now = wall.instant();
        List<RSAKey> known = current(now);
        boolean due = isDue(active(known, now), age, now)
                && known.stream().noneMatch(key -> from(key).isAfter(now));
        boolean over = known.stream().anyMatch(key -> isOver(key, now));
        return due || over ? rotateWhere(age) : Optional.empty();
    }

    private Optional<RSAKey> rotateWhere(Duration age) {
        List<RSAKey> made = new ArrayList<>();
        List<RSAKey> changed = change(keys -> {
            Instant now = wall.instant();
            List<RSAKey> left = new ArrayList<>(
                    keys.stream().filter(key -> !isOver(key, now)).toList());
            RSAKey active = active(left, now);
            boolean waiting = left.stream().anyMatch(key -> from(key).isAfter(now));
            if (!waiting && isDue(active, age, now)) {
                RSAKey next = generate(now, now.plus(lead));
                left.replaceAll(key -> key.getExpirationTime() == null
                        ? new RSAKey.Builder(key)
                                .expirationTime(Date.from(from(next).plus(kept)))
                                .build()
                        : key);
                left.add(next);
                made.add(next);
            }
            return left;
        });
        snapshot = new Snapshot(changed, wall.instant());
        return made.stream().findFirst();
    }

    private boolean isDue(RSAKey active, Duration age, Instant now) {
        return active.size() < bits || !now.isBefore(from(active).plus(age).minus(age.isZero() ? Duration.ZERO : lead));
    }

    private List<RSAKey> current(Instant now) {
        Snapshot known = snapshot;
        if (now.isBefore(known.readAt().plus(READ_EVERY))) {
            return known.keys();
        }
        List<RSAKey> keys = read();
        snapshot = new Snapshot(keys, now);
        return keys;
    }

    private static RSAKey active(List<RSAKey> keys, Instant now) {
        return keys.stream()
                .filter(key -> !from(key).isAfter(now))
                .max(Comparator.comparing(SigningKeys::from))
                .orElseThrow(() -> new IllegalStateException("no signing key is in use yet; is the clock right?"));
    }

    private static Instant from(RSAKey key) {
        Date from = key.getNotBeforeTime();
        return from == null ? Instant.EPOCH : from.toInstant();
    }

    private static boolean isOver(RSAKey key, Instant now) {
        Date over = key.getExpirationTime();
        return over != null && !now.isBefore(over.toInstant());
    }

    /** Changes the set while no other thread or instance does. */
    private List<RSAKey> change(UnaryOperator<List<RSAKey>> how) {
        IN_PROCESS.lock();
        try {
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
                List<RSAKey> before = Files.exists(file) ? read() : List.of(first());
                List<RSAKey> after = how.apply(before);
                if (!Files.exists(file) || !after.equals(before)) {
                    write(after);
                }
                return List.copyOf(after);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the signing keys " + file, e);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private RSAKey first() throws IOException {
        Instant now = wall.instant();
        Path before = folder.resolve(FIRST_FILE);
        if (!Files.exists(before)) {
            return generate(now, now);
        }
        try {
            RSAKey key = checked(JWK.parse(Files.readString(before)));
            return key.getNotBeforeTime() == null
                    ? new RSAKey.Builder(key).notBeforeTime(key.getIssueTime()).build()
                    : key;
        } catch (ParseException e) {
            // Without the cause: a parser's message may quote the key.
            throw new IOException("the signing key " + before + " is not a JSON Web Key");
        }
    }

    private RSAKey generate(Instant now, Instant from) {
        try {
            return new RSAKeyGenerator(bits)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .issueTime(Date.from(now))
                    .notBeforeTime(Date.from(from))
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform makes RSA keys", e);
        }
    }

    private void write(List<RSAKey> keys) throws IOException {
        Path part = file.resolveSibling(FILE + ".part");
        Files.deleteIfExists(part);
        try (FileChannel out = FileChannel.open(
                part,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(
                    new JWKSet(new ArrayList<>(keys)).toString(false).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        // A crash leaves either the set before or the set after.
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<RSAKey> read() {
        try {
            List<RSAKey> keys = new ArrayList<>();
            for (JWK key : JWKSet.parse(Files.readString(file)).getKeys()) {
                keys.add(checked(key));
            }
            if (keys.isEmpty()) {
                throw new IOException("it has no key");
            }
            return List.copyOf(keys);
        } catch (ParseException e) {
            // Without the cause: a parser's message may quote a key.
            throw new IllegalStateException("the signing keys " + file + " are not a JSON Web Key set");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the signing keys " + file, e);
        }
    }

    private static RSAKey checked(@Nullable JWK key) throws IOException {
        if (!(key instanceof RSAKey rsa) || !rsa.isPrivate() || rsa.size() < SHORTEST || rsa.getKeyID() == null) {
            throw new IOException(
                    "a signing key must be a private RSA key of at least " + SHORTEST + " bits with a kid");
        }
        return rsa;
    }
}
