package io.swen.gateway.session;

import io.swen.platform.security.BearerHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Where a program shows its token or API key: as bearer, in a header of its own, or, as git does, as the password of any user.
 * Nowhere else: what stands in an address ends in logs and histories.
 */
final class CallerTokens implements BearerTokenResolver {

    static final String API_KEY_HEADER = "X-API-Key";
    private static final String BASIC = "Basic ";

    private final BearerHeader bearer = new BearerHeader();

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        // The issuer knows its clients by credentials of their own.
        if (isForIssuer(request)) {
            return null;
        }
        String key = request.getHeader(API_KEY_HEADER);
        if (key != null) {
            return key;
        }
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (isForGit(request)
                && authorization != null
                && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return password(authorization.substring(BASIC.length()));
        }
        return bearer.resolve(request);
    }

    /**
     * Whether the caller is known by something that a browser does not send on its own, or not at all. Where this is true the
     * session's cookie counts for nothing.
     */
    static boolean areShown(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        return request.getHeader(API_KEY_HEADER) != null
                || (authorization != null && authorization.regionMatches(true, 0, "Bearer", 0, 6));
    }

    static boolean isForGit(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/git/");
    }

    static boolean isForIssuer(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/identity/");
    }

    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded.strip()), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidBearerTokenException("the Basic credentials are not Base64", notBase64);
        }
    }
}
