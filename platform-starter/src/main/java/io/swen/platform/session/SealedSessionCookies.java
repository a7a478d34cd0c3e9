package io.swen.platform.session;

import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.EnvelopeException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.session.web.http.CookieSerializer;

/**
 * Puts the id of a session into its cookie sealed. The id alone, which stands in the database, opens nothing: whoever can read the
 * table cannot make a cookie of it, and whoever guesses ids cannot either.
 */
final class SealedSessionCookies implements CookieSerializer {

    private static final String CONTEXT = "session-cookie";

    /** Far longer than any of ours; a longer one is not worth a look. */
    private static final int LONGEST = 2_048;

    /** A made-up cookie names a data key never seen, for which a KMS would be asked. */
    private static final int UNKNOWN_KEYS_A_SECOND = 20;

    private final CookieSerializer cookies;
    private final Envelope envelope;
    private final InstantSource wall;
    private long second;
    private int asked;

    SealedSessionCookies(CookieSerializer cookies, Envelope envelope, InstantSource wall) {
        this.cookies = cookies;
        this.envelope = envelope;
        this.wall = wall;
    }

    @Override
    public void writeCookieValue(CookieValue cookie) {
        if (cookie.getCookieValue().isEmpty()) {
            cookies.writeCookieValue(cookie);
            return;
        }
        CookieValue closed = new CookieValue(
                cookie.getRequest(),
                cookie.getResponse(),
                envelope.seal(CONTEXT, cookie.getCookieValue().getBytes(StandardCharsets.UTF_8)));
        closed.setCookieMaxAge(cookie.getCookieMaxAge());
        cookies.writeCookieValue(closed);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        List<String> ids = new ArrayList<>();
        for (String shown : cookies.readCookieValues(request)) {
            if (shown.length() <= LONGEST && Envelope.isSealed(shown) && (envelope.knows(shown) || mayAsk())) {
                try {
                    ids.add(new String(envelope.open(CONTEXT, shown), StandardCharsets.UTF_8));
                } catch (EnvelopeException e) {
                    if (e.reason() == EnvelopeException.Reason.KEYS_UNAVAILABLE && envelope.knows(shown)) {
                        throw e;
                    }
                }
            }
        }
        return ids;
    }

    private synchronized boolean mayAsk() {
        long now = wall.instant().getEpochSecond();
        if (now != second) {
            second = now;
            asked = 0;
        }
        return ++asked <= UNKNOWN_KEYS_A_SECOND;
    }
}
