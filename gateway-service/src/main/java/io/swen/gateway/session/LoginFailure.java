package io.swen.gateway.session;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Ends a login that did not work on a page with a way back. It must not redirect: the dashboard would start the next login at
 * once, and the browser would go round for ever.
 */
final class LoginFailure implements AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LoginFailure.class);
    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>Sign-in failed · SWEN</title></head>
            <body><main><h1>Signing in did not work</h1>
            <p>%s</p><p><a href="%s">Try again</a></p></main></body></html>
            """;

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        String code = failure instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : "unknown";
        boolean ours = code.equals("invalid_token_response") || code.equals("server_error");
        LOG.warn("a login failed with {}: {}", code, failure.toString());
        response.setStatus(ours ? HttpServletResponse.SC_BAD_GATEWAY : HttpServletResponse.SC_BAD_REQUEST);
        response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
        String why = ours
                ? "The identity service did not answer as it should. Wait a moment."
                : "The login took too long, or was begun in another window.";
        response.getOutputStream()
                .write(PAGE.formatted(why, SessionSecurity.LOGIN_URL).getBytes(StandardCharsets.UTF_8));
    }
}
