package io.swen.gateway.proxy;

import io.swen.gateway.exchange.Credential;
import io.swen.gateway.exchange.TokenExchange;
import io.swen.gateway.session.SessionCookie;
import io.swen.platform.SwenProperties;
import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.web.RequestIds;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * What a service is told about the caller: a token for that service in exchange for whatever the caller showed, and where the
 * platform is to be found. What a caller says about itself in forwarding headers is dropped, and so are the gateway's own cookies.
 */
@Component
class RelayedHeaders implements HttpHeadersFilter.RequestHttpHeadersFilter, Ordered {

    private static final String CSRF = "X-CSRF-TOKEN";
    private static final Set<String> DROPPED = Set.of("forwarded", "x-real-ip", "x-api-key");

    private final TokenExchange exchange;
    private final String host;
    private final String scheme;
    private final String port;

    RelayedHeaders(SwenProperties swen, TokenExchange exchange) {
        this.exchange = exchange;
        URI origin = swen.publicUrl();
        this.host = origin.getAuthority();
        this.scheme = origin.getScheme();
        int given = origin.getPort();
        this.port = Integer.toString(given > 0 ? given : scheme.equals("https") ? 443 : 80);
    }

    @Override
    public HttpHeaders apply(HttpHeaders given, ServerRequest request) {
        HttpHeaders relayed = new HttpHeaders();
        for (Map.Entry<String, List<String>> header : given.headerSet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!DROPPED.contains(name) && !name.startsWith("x-forwarded-")) {
                relayed.addAll(header.getKey(), header.getValue());
            }
        }
        relayed.set("X-Forwarded-Host", host);
        relayed.set("X-Forwarded-Proto", scheme);
        relayed.set("X-Forwarded-Port", port);
        relayed.set("X-Forwarded-For", request.servletRequest().getRemoteAddr());
        relayed.set(RequestIds.HEADER, RequestIds.of(request.servletRequest()));
        String path = request.path();
        if (path.startsWith("/identity/")) {
            // The issuer's pages have sessions of their own, and their scripts send the token of those.
            onlyForeignCookies(relayed);
        } else {
            relayed.remove(CSRF);
            relayed.remove(HttpHeaders.COOKIE);
            relayed.remove(HttpHeaders.AUTHORIZATION);
            // Without a caller only for Git, which asks without credentials first.
            if (SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller) {
                relayed.setBearerAuth(exchange.tokenFor(Credential.of(caller), audience(request)));
            }
        }
        return relayed;
    }

    private static String audience(ServerRequest request) {
        return "swen-"
                + request.attribute(MvcUtils.GATEWAY_ROUTE_ID_ATTR)
                        .orElseThrow(() -> new IllegalStateException("a call without a route"));
    }

    private static void onlyForeignCookies(HttpHeaders headers) {
        String cookies = headers.getOrEmpty(HttpHeaders.COOKIE).stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(cookie -> !SessionCookie.isNamed(cookie.split("=", 2)[0].strip()))
                .collect(Collectors.joining("; "));
        headers.remove(HttpHeaders.COOKIE);
        if (!cookies.isEmpty()) {
            headers.set(HttpHeaders.COOKIE, cookies);
        }
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
