package io.swen.simulator.protocol;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The access keys a cloud knows, by id. */
public final class Credentials {

    /** A secret and the account it belongs to. */
    public record Key(String secret, String account) {
        @Override
        public String toString() {
            return "Key[secret=***, account=" + account + "]";
        }
    }

    private final Map<String, Key> keys;

    public Credentials(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
    }

    public Optional<Key> find(@Nullable String id) {
        return id == null ? Optional.empty() : Optional.ofNullable(keys.get(id));
    }
}
