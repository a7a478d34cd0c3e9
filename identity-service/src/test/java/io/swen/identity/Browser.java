package io.swen.identity;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser as far as a login needs one: it keeps cookies, fills the form and does not follow redirects by itself. */
public final class Browser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final String base;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public Browser(String base) {
        this.base = base;
    }

    public static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public static Map<String, String> queryOf(String uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : URI.create(uri).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(at(path))
                .header("Accept", "text/html, */*;q=0.5")
                .GET());
    }

    HttpResponse<String> get(String path, String bearer) {
        return send(HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + bearer)
                .GET());
    }

    /** Sends JSON, or nothing where the body is empty. */
    HttpResponse<String> send(String method, String path, String bearer, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + bearer)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<String> delete(String path, String bearer) {
        return send(HttpRequest.newBuilder(at(path))
                .header("Authorization", "Bearer " + bearer)
                .DELETE());
    }

    public HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** A form as it is, sent by a service that shows its secret. */
    HttpResponse<String> postRaw(String path, String form, String client) {
        return send(HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", OidcClient.basic(client))
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> postJson(String path, String body, String csrf) {
        return send(HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .header("X-CSRF-TOKEN", csrf)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Goes through all steps of a login; answers what came back for the last one. */
    HttpResponse<String> login(String username, String password) {
        HttpResponse<String> first = password(username, password);
        if (!username.equals("root") || String.valueOf(location(first)).endsWith("?error")) {
            return first;
        }
        HttpResponse<String> second = first;
        // Each step is good once; an earlier login of the same test may have used this moment's.
        for (int step = -1; step <= 1; step++) {
            second = code(Authenticator.code(IdentityServer.ROOT_SECRET, step));
            if (!String.valueOf(location(second)).endsWith("?replayed")) {
                return second;
            }
        }
        return second;
    }

    /** Opens the login page and sends the form; answers what came back for the form. */
    public HttpResponse<String> password(String username, String password) {
        return submit("/identity/login", "/identity/login", Map.of("username", username, "password", password));
    }

    /** Opens the page of the second step and sends a code; answers what came back for it. */
    HttpResponse<String> code(String code) {
        return submit("/identity/login/factor", "/identity/login/factor", Map.of("code", code));
    }

    /** Opens a page and sends a form with its CSRF token to an address. */
    public HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
        HttpResponse<String> opened = get(page);
        Matcher csrf = CSRF.matcher(opened.body());
        if (!csrf.find()) {
            throw new AssertionError("no _csrf in " + opened.statusCode() + " " + opened.body());
        }
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", csrf.group(1));
        return post(action, all);
    }

    public static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("none, but " + response.statusCode());
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    private URI at(String path) {
        // Redirects name the public origin, which nothing listens on here.
        return URI.create(
                path.startsWith(IdentityServer.PUBLIC_URL)
                        ? base + path.substring(IdentityServer.PUBLIC_URL.length())
                        : path.startsWith("http") ? path : base + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            // Browsers take this machine for a secure place and send it such cookies without TLS.
            cookies().forEach(cookie -> cookie.setSecure(false));
            return response;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
