package io.swen.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser or a program that calls the gateway under test; it keeps cookies and follows no redirect by itself. */
final class Client {

    final CookieManager cookies = new SecureCookies();
    final HttpClient http;
    private final String base;

    Client(int port) {
        this(port, "127.0.0.1");
    }

    /** A client on a machine of its own, as far as its address goes. */
    Client(int port, String from) {
        this.base = "http://localhost:" + port;
        this.http = HttpClient.newBuilder()
                .cookieHandler(cookies)
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.ofLiteral(from))
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Takes the way to the server for a safe one, as a browser does on the machine itself. */
    private static final class SecureCookies extends CookieManager {

        SecureCookies() {
            super(null, CookiePolicy.ACCEPT_ALL);
        }

        @Override
        public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) throws IOException {
            return super.get(URI.create(uri.toString().replaceFirst("^(http|ws):", "https:")), headers);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return sendAs(method, path, body.isEmpty() ? "" : "application/json", body, headers);
    }

    /** Sends a body of any type. */
    HttpResponse<String> sendAs(String method, String path, String type, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Logs in as the issuer of {@link Backends} makes it: to the issuer, back with a code, on to the dashboard. */
    HttpResponse<String> login() {
        return login("/oauth2/authorization/swen");
    }

    /** The same, begun at an address of its own. */
    HttpResponse<String> login(String begin) {
        HttpResponse<String> start = get(begin);
        Map<String, String> query = queryOf(location(start));
        Backends.TOKENS.nonce.set(String.valueOf(query.get("nonce")));
        return get("/login/oauth2/code/swen?code=a-code&state="
                + URLEncoder.encode(String.valueOf(query.get("state")), StandardCharsets.UTF_8));
    }

    /** The header that unsafe calls by cookie have to send, and its value. */
    String[] csrf() {
        JsonNode csrf = JsonMapper.shared().readTree(get("/session").body()).get("csrf");
        return new String[] {csrf.get("header").asString(), csrf.get("token").asString()};
    }

    String sessionId() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("__Host-swen"))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    static String location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError("no Location in " + response.statusCode() + response.body()));
    }

    static Map<String, String> queryOf(String uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : URI.create(uri).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
