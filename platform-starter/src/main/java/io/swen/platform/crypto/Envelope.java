package io.swen.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.platform.crypto.EnvelopeException.Reason;
import io.swen.platform.crypto.KeyEncryptionKeys.Wrapped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Seals values for storage: AES-256-GCM under a data key, which stands beside the value wrapped by a key-encryption key.
 *
 * <p>A sealed text is {@code v1.<key id>.<wrapped data key>.<nonce and ciphertext>} in Base64url. A data key serves many values,
 * for a limited time and number, so that a KMS is asked once for all of them.
 */
public final class Envelope {

    /** The largest value that is sealed. */
    public static final int LARGEST_VALUE = 16 * 1024 * 1024;

    private static final int LONGEST_CONTEXT = 512;

    /** Far below the 2^32 texts that random nonces allow. */
    private static final long USES_OF_A_DATA_KEY = 1L << 20;

    private static final int OPENED_DATA_KEYS = 1_000;
    private static final Pattern SEALED =
            Pattern.compile("v1\\.([A-Za-z0-9-]{1,64})\\.([A-Za-z0-9_-]{1,2048})\\.([A-Za-z0-9_-]+)");
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final KeyEncryptionKeys keys;
    private final Duration dataKeyLife;
    private final InstantSource wall;
    private final Cache<String, byte[]> opened;
    private volatile @Nullable DataKey current;

    public Envelope(KeyEncryptionKeys keys, Duration dataKeyLife) {
        this(keys, dataKeyLife, InstantSource.system());
    }

    Envelope(KeyEncryptionKeys keys, Duration dataKeyLife, InstantSource wall) {
        this.keys = keys;
        this.dataKeyLife = dataKeyLife;
        this.wall = wall;
        this.opened = Caffeine.newBuilder()
                .maximumSize(OPENED_DATA_KEYS)
                .expireAfterAccess(dataKeyLife)
                .build();
    }

    /**
     * The value, sealed.
     *
     * @param context what the value is and whose, such as {@code totp:<user id>}; the text opens under the same context only
     */
    public String seal(String context, byte[] plain) {
        if (plain.length > LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    "a value of " + plain.length + " bytes is too large to be sealed: at most " + LARGEST_VALUE);
        }
        DataKey key = dataKey();
        return key.prefix + ENCODER.encodeToString(Aes256Gcm.encrypt(key.key, plain, bound(context)));
    }

    /** The value of a sealed text. */
    public byte[] open(String context, String sealed) {
        Matcher parts = parse(sealed);
        String keyId = parts.group(1);
        String wrapped = parts.group(2);
        byte[] text = decode(parts.group(3));
        byte[] key = opened.get(keyId + "." + wrapped, absent -> keys.unwrap(new Wrapped(keyId, decode(wrapped))));
        return Aes256Gcm.decrypt(key, text, bound(context));
    }

    /** The id of the key-encryption key under which a text is sealed. */
    public static String keyId(String sealed) {
        return parse(sealed).group(1);
    }

    /** Whether a text has the form of a sealed one. */
    public static boolean isSealed(String text) {
        return text.startsWith("v1.") && SEALED.matcher(text).matches();
    }

    /** Whether a sealed text can be opened without asking where the key-encryption keys are. */
    public boolean knows(String sealed) {
        Matcher parts = parse(sealed);
        return opened.getIfPresent(parts.group(1) + "." + parts.group(2)) != null;
    }

    /** How every text begins that is sealed under this key-encryption key. */
    static String prefix(String keyId) {
        return "v1." + keyId + ".";
    }

    /** Seals what comes next under the active key-encryption key, and forgets the data keys of others. */
    void forgetDataKeys() {
        current = null;
        opened.invalidateAll();
    }

    private DataKey dataKey() {
        DataKey key = current;
        if (key != null && key.usable(wall.instant())) {
            return key;
        }
        byte[] fresh = Aes256Gcm.newKey();
        Wrapped wrapped = keys.wrap(fresh);
        String encoded = ENCODER.encodeToString(wrapped.bytes());
        opened.put(wrapped.keyId() + "." + encoded, fresh);
        DataKey next = new DataKey(
                fresh, prefix(wrapped.keyId()) + encoded + ".", wall.instant().plus(dataKeyLife));
        current = next;
        return next;
    }

    private static Matcher parse(String sealed) {
        Matcher parts = SEALED.matcher(sealed);
        if (!parts.matches()) {
            throw new EnvelopeException(Reason.MALFORMED, "a stored value is not sealed in a form known here (v1)");
        }
        return parts;
    }

    private static byte[] decode(String text) {
        try {
            return DECODER.decode(text);
        } catch (IllegalArgumentException e) {
            throw new EnvelopeException(Reason.MALFORMED, "a sealed value is not Base64url", e);
        }
    }

    private static byte[] bound(String context) {
        if (context.isEmpty() || context.length() > LONGEST_CONTEXT) {
            throw new IllegalArgumentException(
                    "a context has 1 to " + LONGEST_CONTEXT + " characters, not " + context.length());
        }
        return ("swen.value.v1|" + context).getBytes(StandardCharsets.UTF_8);
    }

    private static final class DataKey {

        private final byte[] key;
        private final String prefix;
        private final Instant until;
        private final AtomicLong uses = new AtomicLong();

        DataKey(byte[] key, String prefix, Instant until) {
            this.key = key;
            this.prefix = prefix;
            this.until = until;
        }

        boolean usable(Instant now) {
            return now.isBefore(until) && uses.incrementAndGet() <= USES_OF_A_DATA_KEY;
        }
    }
}
