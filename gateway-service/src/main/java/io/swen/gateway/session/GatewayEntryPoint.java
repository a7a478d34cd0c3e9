package io.swen.gateway.session;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** Asks callers for credentials as the platform does, and git as git understands it. */
final class GatewayEntryPoint implements AuthenticationEntryPoint {

    private final AuthenticationEntryPoint platform;

    GatewayEntryPoint(AuthenticationEntryPoint platform) {
        this.platform = platform;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException, ServletException {
        platform.commence(request, CallerTokens.isForGit(request) ? new AsksForBasic(response) : response, refused);
    }

    private static final class AsksForBasic extends HttpServletResponseWrapper {

        AsksForBasic(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, String value) {
            super.setHeader(name, name.equalsIgnoreCase(HttpHeaders.WWW_AUTHENTICATE) ? "Basic realm=\"swen\"" : value);
        }
    }
}
