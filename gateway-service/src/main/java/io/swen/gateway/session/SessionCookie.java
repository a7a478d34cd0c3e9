package io.swen.gateway.session;

import java.net.URI;
import java.util.Set;

/**
 * The cookie of a browser's session. {@code __Host-} binds it to this very host over TLS; browsers count the machine itself as
 * safe without TLS. Only where the platform is reached without TLS under another name is there a plain cookie.
 */
public final class SessionCookie {

    static final String SECURE = "__Host-swen";
    static final String PLAIN = "swen";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private SessionCookie() {}

    /** Whether a cookie of this name is the gateway's own, in either form. */
    public static boolean isNamed(String name) {
        return name.equals(SECURE) || name.equals(PLAIN);
    }

    /** Whether browsers take a secure cookie from this origin. */
    static boolean isSecureAt(URI publicUrl) {
        return "https".equals(publicUrl.getScheme()) || THIS_MACHINE.contains(publicUrl.getHost());
    }
}
