package io.swen.identity.apikey;

import io.swen.platform.security.Role;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads and writes keys and the hashes of their secrets. */
@Component
class KeyStore {

    private static final Duration USE_STEP = Duration.ofMinutes(1);
    private static final String SELECT = "select k.*,"
            + " array(select prefix from api_key_secret s where s.key_id = k.id"
            + "   and (s.valid_until is null or s.valid_until > ?) order by s.created_at) as prefixes,"
            + " (select max(valid_until) from api_key_secret s where s.key_id = k.id and s.valid_until > ?) as overlap_until"
            + " from api_key k ";

    private final JdbcTemplate jdbc;

    KeyStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<KeyCheck.Secret> secret(String prefix) {
        return jdbc
                .query(
                        "select key_id, hash, valid_until from api_key_secret where prefix = ?",
                        (row, index) -> new KeyCheck.Secret(
                                row.getObject(1, UUID.class), row.getBytes(2), instant(row, "valid_until")),
                        prefix)
                .stream()
                .findFirst();
    }

    Optional<ApiKey> find(UUID id, Instant now) {
        return select("where k.id = ?", now, id).stream().findFirst();
    }

    /** Of one owner, or of all where it is null, oldest first, after an id. */
    List<ApiKey> list(@Nullable UUID owner, @Nullable UUID after, int limit, Instant now) {
        return select(
                "where (?::uuid is null or k.owner_id = ?) and (?::uuid is null or k.id > ?) order by k.id limit ?",
                now,
                owner,
                owner,
                after,
                after,
                limit);
    }

    /** Waits until no other transaction makes a key for the owner, so that the number of keys can be counted. */
    void lock(UUID owner) {
        jdbc.query("select 1 from user_account where id = ? for no key update", row -> {}, owner);
    }

    int countActive(UUID owner, Instant now) {
        Integer count = jdbc.queryForObject(
                "select count(*) from api_key where owner_id = ? and revoked_at is null and expires_at > ?",
                Integer.class,
                owner,
                Timestamp.from(now));
        return count == null ? 0 : count;
    }

    void removeOver(UUID owner, Instant before) {
        jdbc.update(
                "delete from api_key where owner_id = ? and least(expires_at, coalesce(revoked_at, expires_at)) < ?",
                owner,
                Timestamp.from(before));
    }

    void removeAll(UUID owner) {
        jdbc.update("delete from api_key where owner_id = ?", owner);
    }

    void insert(ApiKey key) {
        jdbc.update(
                "insert into api_key (id, owner_id, name, roles, teams, environments, created_at, expires_at, version)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                key.id(),
                key.ownerId(),
                key.name(),
                names(key.roles()),
                key.teams().toArray(String[]::new),
                key.environments().toArray(String[]::new),
                Timestamp.from(key.createdAt()),
                Timestamp.from(key.expiresAt()));
    }

    void insertSecret(UUID key, KeyText secret, Instant now) {
        jdbc.update(
                "insert into api_key_secret (prefix, key_id, hash, created_at) values (?, ?, ?, ?)",
                secret.prefix(),
                key,
                secret.hash(),
                Timestamp.from(now));
    }

    /** Lets the newest secret end with the overlap and removes those before it. */
    void endSecrets(UUID key, Instant validUntil) {
        jdbc.update("delete from api_key_secret where key_id = ? and valid_until is not null", key);
        jdbc.update("update api_key_secret set valid_until = ? where key_id = ?", Timestamp.from(validUntil), key);
    }

    void rotated(UUID key, Instant now, Instant expiresAt) {
        jdbc.update(
                "update api_key set rotated_at = ?, expires_at = ?, version = version + 1 where id = ?",
                Timestamp.from(now),
                Timestamp.from(expiresAt),
                key);
    }

    void revoke(UUID key, Instant now) {
        jdbc.update("delete from api_key_secret where key_id = ?", key);
        jdbc.update(
                "update api_key set revoked_at = ?, version = version + 1 where id = ? and revoked_at is null",
                Timestamp.from(now),
                key);
    }

    /** Notes the use unless one was noted within the last minute. */
    void used(ApiKey key, Instant now) {
        Instant last = key.lastUsedAt();
        if (last == null || !now.isBefore(last.plus(USE_STEP))) {
            jdbc.update(
                    "update api_key set last_used_at = ? where id = ? and (last_used_at is null or last_used_at <= ?)",
                    Timestamp.from(now),
                    key.id(),
                    Timestamp.from(now.minus(USE_STEP)));
        }
    }

    private List<ApiKey> select(String where, Instant now, @Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>(List.of(Timestamp.from(now), Timestamp.from(now)));
        all.addAll(Arrays.asList(values));
        return jdbc.query(SELECT + where, (row, index) -> key(row, now), all.toArray());
    }

    private static ApiKey key(ResultSet row, Instant now) throws SQLException {
        Instant expires = row.getTimestamp("expires_at").toInstant();
        Instant revoked = instant(row, "revoked_at");
        ApiKey.State state = revoked != null
                ? ApiKey.State.REVOKED
                : now.isBefore(expires) ? ApiKey.State.ACTIVE : ApiKey.State.EXPIRED;
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getObject("owner_id", UUID.class),
                row.getString("name"),
                strings(row, "roles").stream()
                        .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT)))
                        .toList(),
                strings(row, "teams"),
                strings(row, "environments"),
                strings(row, "prefixes"),
                state,
                row.getTimestamp("created_at").toInstant(),
                expires,
                instant(row, "rotated_at"),
                instant(row, "overlap_until"),
                revoked,
                instant(row, "last_used_at"),
                row.getLong("version"));
    }

    private static List<String> strings(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    private static String[] names(List<Role> roles) {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }
}
