package io.swen.identity.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Counts failed logins by name and address in bounded memory; the oldest counts are forgotten first. */
@Component
class LoginThrottle {

    private static final int MOST_COUNTED = 20_000;

    private record Key(String name, String address) {}

    private final LoginProperties properties;
    private final Cache<Key, Integer> failures;

    @Autowired
    LoginThrottle(LoginProperties properties) {
        this(properties, Ticker.systemTicker());
    }

    LoginThrottle(LoginProperties properties, Ticker ticker) {
        this.properties = properties;
        this.failures = Caffeine.newBuilder()
                .maximumSize(MOST_COUNTED)
                .expireAfterWrite(properties.lock())
                .ticker(ticker)
                .build();
    }

    boolean isLocked(String name, String address) {
        return count(key(name, address)) >= properties.attempts()
                || count(anyName(address)) >= properties.attemptsByAddress();
    }

    void failed(String name, String address) {
        failures.asMap().merge(key(name, address), 1, Integer::sum);
        failures.asMap().merge(anyName(address), 1, Integer::sum);
    }

    void succeeded(String name, String address) {
        failures.invalidate(key(name, address));
    }

    Duration lock() {
        return properties.lock();
    }

    private int count(Key key) {
        Integer counted = failures.getIfPresent(key);
        return counted == null ? 0 : counted;
    }

    private static Key key(String name, String address) {
        return new Key(name.toLowerCase(Locale.ROOT), address);
    }

    private static Key anyName(String address) {
        return new Key("", address);
    }
}
