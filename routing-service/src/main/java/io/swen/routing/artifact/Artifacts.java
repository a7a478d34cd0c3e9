package io.swen.routing.artifact;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.platform.json.ContentHash;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stores contents under their SHA-256, once each and compressed.
 *
 * <p>A large content is stored as its difference to an earlier one of its kind where that takes at most a third of the room;
 * differences always refer to one that is stored in full, so that two rows give any content back.
 */
@Component
public class Artifacts {

    /** What there is under a hash. */
    public sealed interface Found {

        /** The content; its hash was checked. */
        record Present(byte[] bytes) implements Found {}

        /** It was stored once, and removed. */
        record Expired(String kind, Instant at, String because) implements Found {}

        /** It was never stored. */
        record Unknown() implements Found {}

        /** What is stored does not have this hash. */
        record Damaged(String kind, String how) implements Found {}
    }

    private static final int SMALLEST_FOR_DIFFERENCE = 1 << 16;
    private static final int GAIN = 3;
    private static final int MOST_KNOWN = 4_096;
    private static final int MOST_READ_BYTES = 32 << 20;
    /** Within it a use is not written down again, so retention never looks at times younger than twice this. */
    static final Duration USE_STEP = Duration.ofHours(1);

    private record Base(String hash, byte[] bytes, int stored) {}

    private record Row(
            String kind,
            int size,
            byte @Nullable [] content,
            @Nullable String base,
            @Nullable Instant expiredAt,
            @Nullable String because) {}

    private final JdbcTemplate jdbc;
    private final ArtifactProperties properties;
    /** Hashes that are committed and whose use was written down a short while ago. */
    private final Cache<String, Boolean> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(USE_STEP)
            .build();
    /** Large contents in full, newest of each kind; there are a handful of kinds. */
    private final Map<String, Base> bases = new ConcurrentHashMap<>();

    private final Cache<String, byte[]> read = Caffeine.newBuilder()
            .maximumWeight(MOST_READ_BYTES)
            .weigher((String hash, byte[] bytes) -> bytes.length)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    Artifacts(JdbcTemplate jdbc, ArtifactProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** Stores a content, in the transaction at hand if there is one, and returns its hash; what is there already is only used. */
    @Transactional
    public String put(String kind, byte[] bytes) {
        String hash = ContentHash.of(bytes);
        store(new Artifact(kind, hash, () -> bytes));
        return hash;
    }

    /** Stores what is not there yet of many, in one order whoever calls, so that two callers never wait for each other. */
    @Transactional
    public void putAll(List<Artifact> artifacts) {
        artifacts.stream()
                .sorted(Comparator.comparing(Artifact::kind).thenComparing(Artifact::hash))
                .forEach(this::store);
    }

    /** The content of a hash, if it is (still) stored. */
    public Optional<byte[]> get(String hash) {
        return find(hash) instanceof Found.Present present ? Optional.of(present.bytes()) : Optional.empty();
    }

    /** What there is under a hash, or what became of it; the bytes must not be changed. */
    public Found find(String hash) {
        byte[] cached = read.getIfPresent(hash);
        if (cached != null) {
            return new Found.Present(cached);
        }
        Row row = row(hash);
        if (row == null) {
            return new Found.Unknown();
        }
        byte[] content = row.content();
        if (content == null) {
            return new Found.Expired(
                    row.kind(),
                    row.expiredAt() == null ? Instant.EPOCH : row.expiredAt(),
                    row.because() == null ? "" : row.because());
        }
        try {
            byte[] bytes = Packing.inflate(content, row.size());
            if (row.base() != null) {
                if (!(find(row.base()) instanceof Found.Present base)) {
                    return new Found.Damaged(row.kind(), "its base " + row.base() + " is not there");
                }
                bytes = Packing.difference(bytes, base.bytes());
            }
            if (!ContentHash.of(bytes).equals(hash)) {
                return new Found.Damaged(row.kind(), "its bytes have the hash " + ContentHash.of(bytes));
            }
            read.put(hash, bytes);
            return new Found.Present(bytes);
        } catch (DataFormatException e) {
            return new Found.Damaged(row.kind(), "it cannot be decompressed: " + e.getMessage());
        }
    }

    private void store(Artifact artifact) {
        String hash = artifact.hash();
        if (known.getIfPresent(hash) != null) {
            return;
        }
        if (!isUsed(hash)) {
            byte[] bytes = artifact.bytes().get();
            if (!ContentHash.of(bytes).equals(hash)) {
                throw new IllegalArgumentException(
                        "the bytes of " + artifact.kind() + " " + hash + " have the hash " + ContentHash.of(bytes));
            }
            if (bytes.length > properties.largest().toBytes()) {
                throw new IllegalArgumentException("an artifact of kind " + artifact.kind() + " has " + bytes.length
                        + " bytes, more than swen.routing.artifacts.largest allows: " + properties.largest());
            }
            insert(artifact.kind(), hash, bytes);
        }
        afterCommit(() -> known.put(hash, true));
    }

    /** Writes down that it is used, unless that was done a short while ago; false when it is not there or has expired. */
    private boolean isUsed(String hash) {
        Boolean fresh = jdbc
                .query(
                        "select last_used_at > now() - ? * interval '1 second' from artifact where hash = ? and content is not null",
                        (row, i) -> row.getBoolean(1),
                        USE_STEP.toSeconds() / 2,
                        hash)
                .stream()
                .findFirst()
                .orElse(null);
        if (fresh == null) {
            return false;
        }
        return fresh
                || jdbc.update(
                                "update artifact a set last_used_at = now() where a.content is not null and (a.hash = ? or"
                                        + " a.hash = (select d.base from artifact d where d.hash = ?))",
                                hash,
                                hash)
                        > 0;
    }

    private void insert(String kind, String hash, byte[] bytes) {
        Base base = bytes.length < SMALLEST_FOR_DIFFERENCE ? null : base(kind);
        if (base != null) {
            byte[] difference = Packing.deflate(Packing.difference(bytes, base.bytes()));
            if (difference.length <= base.stored() / GAIN && isUsed(base.hash())) {
                insert(kind, hash, bytes.length, difference, base.hash());
                return;
            }
        }
        byte[] packed = Packing.deflate(bytes);
        insert(kind, hash, bytes.length, packed, null);
        if (bytes.length >= SMALLEST_FOR_DIFFERENCE) {
            afterCommit(() -> bases.put(kind, new Base(hash, bytes, packed.length)));
        }
    }

    private void insert(String kind, String hash, int size, byte[] packed, @Nullable String base) {
        jdbc.update(
                "insert into artifact (hash, kind, size, content, base) values (?, ?, ?, ?, ?)"
                        + " on conflict (hash) do update set content = excluded.content, base = excluded.base,"
                        + " last_used_at = now(), expired_at = null, expired_because = null where artifact.content is null",
                hash,
                kind,
                size,
                packed,
                base);
    }

    /** What differences of a kind refer to; after a start the newest full one that is stored. */
    private @Nullable Base base(String kind) {
        Base held = bases.get(kind);
        if (held != null) {
            return held;
        }
        record Stored(String hash, int length) {}
        return jdbc
                .query(
                        "select hash, length(content) from artifact where kind = ? and base is null and content is not null"
                                + " and size >= ? order by stored_at desc limit 1",
                        (row, i) -> new Stored(row.getString(1), row.getInt(2)),
                        kind,
                        SMALLEST_FOR_DIFFERENCE)
                .stream()
                .findFirst()
                .flatMap(stored -> get(stored.hash()).map(bytes -> new Base(stored.hash(), bytes, stored.length())))
                .map(base -> {
                    bases.put(kind, base);
                    return base;
                })
                .orElse(null);
    }

    private @Nullable Row row(String hash) {
        return jdbc
                .query(
                        "select kind, size, content, base, expired_at, expired_because from artifact where hash = ?",
                        (row, i) -> {
                            OffsetDateTime expired = row.getObject(5, OffsetDateTime.class);
                            return new Row(
                                    row.getString(1),
                                    row.getInt(2),
                                    row.getBytes(3),
                                    row.getString(4),
                                    expired == null ? null : expired.toInstant(),
                                    row.getString(6));
                        },
                        hash)
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static void afterCommit(Runnable action) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            action.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }
}
