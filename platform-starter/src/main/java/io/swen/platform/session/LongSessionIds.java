package io.swen.platform.session;

import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.session.SessionIdGenerator;

/** Names sessions by 216 random bits, as many as the 36 characters of the stored column hold; a UUID has 122. */
final class LongSessionIds implements SessionIdGenerator {

    private static final int BYTES = 27;

    private final SecureRandom random = new SecureRandom();
    private final Base64.Encoder text = Base64.getUrlEncoder().withoutPadding();

    @Override
    public String generate() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return text.encodeToString(bytes);
    }
}
