package io.swen.identity.login;

import io.swen.platform.SwenProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Where a login goes on: to its next step, then to what was asked for; never to another place than this issuer or the dashboard. */
@Component
final class Continuation {

    private static final String ONWARD = Continuation.class.getName() + ".onward";

    private final RequestCache requests = new HttpSessionRequestCache();
    private final String dashboard;

    Continuation(SwenProperties swen) {
        this.dashboard = swen.publicUrl() + "/ui/";
    }

    /** Sends a browser to a page of the login; a client that said {@code prompt=none} gets its answer instead. */
    AuthenticationEntryPoint leadTo(String page) {
        return (request, response, missing) -> {
            String prompt = request.getParameter("prompt");
            if (prompt != null && Arrays.asList(prompt.split(" ")).contains("none")) {
                refuseSilently(request, response);
            } else {
                redirect(response, request.getContextPath() + page);
            }
        };
    }

    /** What was asked for before the login got in between, or the dashboard. */
    String target(HttpServletRequest request, HttpServletResponse response) {
        return saved(request, response).orElse(dashboard);
    }

    /** Redirects by path, so that the Host header of the request has no say in it. */
    static void redirect(HttpServletResponse response, String target) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader(HttpHeaders.LOCATION, target);
    }

    /** Keeps what was asked for while a person sets up a factor on several pages. */
    void keep(HttpServletRequest request, HttpServletResponse response) {
        saved(request, response)
                .filter(target -> target.startsWith(request.getContextPath() + "/oauth2/"))
                .ifPresent(target -> request.getSession().setAttribute(ONWARD, target));
    }

    /** Whether something was kept. */
    boolean isKept(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ONWARD) != null;
    }

    /** What was kept, once; else the dashboard. */
    String takeKept(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object kept = session == null ? null : session.getAttribute(ONWARD);
        if (session != null) {
            session.removeAttribute(ONWARD);
        }
        return kept instanceof String target ? target : dashboard;
    }

    private Optional<String> saved(HttpServletRequest request, HttpServletResponse response) {
        SavedRequest saved = requests.getRequest(request, response);
        if (saved == null) {
            return Optional.empty();
        }
        try {
            URI asked = new URI(saved.getRedirectUrl());
            // Only path and query: what the Host header said when it was asked is no place to send anybody.
            String target = asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery());
            return target.startsWith(request.getContextPath() + "/") ? Optional.of(target) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private void refuseSilently(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Put there by the filter that checked the request, its redirect address among the rest.
        if (request.getAttribute(OAuth2AuthorizationCodeRequestAuthenticationToken.class.getName())
                        instanceof OAuth2AuthorizationCodeRequestAuthenticationToken checked
                && checked.getRedirectUri() != null) {
            UriComponentsBuilder answer =
                    UriComponentsBuilder.fromUriString(checked.getRedirectUri()).queryParam("error", "login_required");
            if (checked.getState() != null) {
                answer.queryParam("state", UriUtils.encode(checked.getState(), "UTF-8"));
            }
            redirect(response, answer.build(true).toUriString());
        } else {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
