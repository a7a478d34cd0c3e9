package io.swen.simulator.protocol;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The access keys a cloud knows, by id: those of its users, and those of the sessions that they opened by assuming a role. */
public final class Credentials {

    private static final int MOST_SESSIONS = 10_000;

    /**
     * A secret and the account it belongs to.
     *
     * @param token what has to be sent along with a session's key; null for a user's
     * @param ends when a session's key ends, in wall time; null for a user's
     */
    public record Key(
            String secret,
            String account,
            @Nullable String token,
            @Nullable Instant ends) {

        public Key(String secret, String account) {
            this(secret, account, null, null);
        }

        /** Whether a call with this token at this moment may use the key. */
        public boolean accepts(@Nullable String given, Instant now) {
            return token == null || (ends != null && now.isBefore(ends) && given != null && Hashes.same(token, given));
        }

        @Override
        public String toString() {
            return "Key[secret=***, account=" + account + "]";
        }
    }

    /** A session's key with its id. */
    public record Session(String keyId, Key key) {}

    private final Map<String, Key> keys;
    private final Map<String, Key> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    public Credentials(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
    }

    public Optional<Key> find(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        Key user = keys.get(id);
        return Optional.ofNullable(user == null ? sessions.get(id) : user);
    }

    /** Opens a session; it is forgotten when the simulator stops, so that its user has to assume the role again. */
    public Session open(String prefix, String account, Instant now, Instant ends) {
        sessions.values().removeIf(key -> key.ends() != null && key.ends().isBefore(now));
        if (sessions.size() >= MOST_SESSIONS) {
            throw new IllegalStateException("more than " + MOST_SESSIONS + " sessions are open");
        }
        String id = prefix + HexFormat.of().formatHex(bytes(8)).toUpperCase(Locale.ROOT);
        Key key = new Key(
                Base64.getEncoder().encodeToString(bytes(30)),
                account,
                Base64.getEncoder().encodeToString(bytes(96)),
                ends);
        sessions.put(id, key);
        return new Session(id, key);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
