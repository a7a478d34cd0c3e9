package io.swen.identity.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Counts failures in bounded memory; the oldest counts are forgotten first.
 *
 * <p>Guessing from many places is slowed by a count for the name. It binds only where the name's owner has never logged in from, and
 * the counts of an address do not bind a browser that its owner has logged in with: so nobody can lock somebody else out.
 */
@Component
class LoginThrottle {

    private static final int MOST_COUNTED = 50_000;

    /** What is being guessed. */
    enum Kind {
        PASSWORD,
        CODE
    }

    /**
     * Who tries, from where.
     *
     * @param address the client's
     * @param knownAddress whether the name's owner has logged in from there
     * @param knownBrowser the browser, if the name's owner has logged in with it
     */
    record Origin(
            String name,
            String address,
            boolean knownAddress,
            @Nullable String knownBrowser) {

        Origin {
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    private enum Of {
        NAME_AND_ADDRESS,
        NAME_AND_BROWSER,
        ADDRESS,
        NAME
    }

    private record Key(Kind kind, Of of, String name, String where) {}

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

    boolean isLocked(Kind kind, Origin origin) {
        String browser = origin.knownBrowser();
        if (browser != null && count(key(kind, Of.NAME_AND_BROWSER, origin)) < attempts(kind)) {
            return false;
        }
        return count(key(kind, Of.NAME_AND_ADDRESS, origin)) >= attempts(kind)
                || count(key(kind, Of.ADDRESS, origin)) >= properties.attemptsByAddress()
                || (!origin.knownAddress() && count(key(kind, Of.NAME, origin)) >= attemptsByName(kind));
    }

    void failed(Kind kind, Origin origin) {
        add(key(kind, Of.NAME_AND_ADDRESS, origin));
        add(key(kind, Of.ADDRESS, origin));
        if (origin.knownBrowser() != null) {
            add(key(kind, Of.NAME_AND_BROWSER, origin));
        }
        if (!origin.knownAddress() && origin.knownBrowser() == null) {
            add(key(kind, Of.NAME, origin));
        }
    }

    /** A success clears what this origin has failed, and nothing of what others have. */
    void succeeded(Kind kind, Origin origin) {
        failures.invalidate(key(kind, Of.NAME_AND_ADDRESS, origin));
        if (origin.knownBrowser() != null) {
            failures.invalidate(key(kind, Of.NAME_AND_BROWSER, origin));
        }
    }

    Duration lock() {
        return properties.lock();
    }

    private int attempts(Kind kind) {
        return switch (kind) {
            case PASSWORD -> properties.attempts();
            case CODE -> properties.codeAttempts();
        };
    }

    private int attemptsByName(Kind kind) {
        return switch (kind) {
            case PASSWORD -> properties.attemptsByName();
            case CODE -> properties.codeAttemptsByName();
        };
    }

    private int count(Key key) {
        Integer counted = failures.getIfPresent(key);
        return counted == null ? 0 : counted;
    }

    private void add(Key key) {
        failures.asMap().merge(key, 1, Integer::sum);
    }

    private static Key key(Kind kind, Of of, Origin origin) {
        return switch (of) {
            case NAME_AND_ADDRESS -> new Key(kind, of, origin.name(), origin.address());
            case NAME_AND_BROWSER -> new Key(kind, of, origin.name(), String.valueOf(origin.knownBrowser()));
            case ADDRESS -> new Key(kind, of, "", origin.address());
            case NAME -> new Key(kind, of, origin.name(), "");
        };
    }
}
