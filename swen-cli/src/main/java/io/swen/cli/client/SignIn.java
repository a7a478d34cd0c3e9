package io.swen.cli.client;

import io.swen.cli.client.Accounts.Account;
import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.process.Http;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Signs in as the public client {@code swen-cli}: authorization code with PKCE, the sign-in pages filled in as a browser
 * would. The code is read from the last redirect, so nothing has to listen for it.
 */
final class SignIn {
    private static final String CLIENT_ID = "swen-cli";
    private static final String REDIRECT = "http://127.0.0.1:53682/callback";
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int MOST_STEPS = 25;
    private static final Pattern RECOVERY_CODE = Pattern.compile("<li><code>([a-z2-7-]+)</code></li>");

    private final String publicUrl;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> cookies = new LinkedHashMap<>();

    SignIn(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** The issuer's answer to the exchange: {@code access_token}, {@code expires_in} and more. */
    JsonNode signIn(Account account, Authenticator authenticator) throws IOException, InterruptedException {
        Pkce pkce = Pkce.create(random);
        String state = Pkce.randomText(random);
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", CLIENT_ID);
        query.put("redirect_uri", REDIRECT);
        query.put("scope", "openid");
        query.put("code_challenge", pkce.challenge());
        query.put("code_challenge_method", "S256");
        query.put("state", state);
        URI callback = authorize(
                URI.create(publicUrl + "/identity/oauth2/authorize?" + Form.encode(query)), account, authenticator);
        Map<String, String> answer = parameters(callback);
        String error = answer.get("error");
        if (error != null) {
            throw refused("The issuer refused: " + answer.getOrDefault("error_description", error));
        }
        if (!Objects.equals(state, answer.get("state"))) {
            throw refused("The issuer's answer does not belong to this request");
        }
        return exchange(answer.getOrDefault("code", ""), pkce);
    }

    /** Begins a browser's session at the platform, for whom this has signed in. */
    void openSession() throws IOException, InterruptedException {
        URI at = URI.create(publicUrl + "/oauth2/authorization/swen");
        for (int step = 0; step < MOST_STEPS; step++) {
            HttpResponse<String> page = page(HttpRequest.newBuilder(at).GET());
            String location = page.headers().firstValue("Location").orElse(null);
            if (page.statusCode() / 100 != 3 || location == null) {
                throw Problem.of(page.statusCode(), page.body(), at.getPath());
            }
            at = sameOrigin(at.resolve(location));
            if (at.getPath().startsWith("/ui/")) {
                return;
            }
        }
        throw refused("Opening a session took more than " + MOST_STEPS + " steps");
    }

    /** New recovery codes in place of all earlier ones. */
    List<String> newRecoveryCodes() throws IOException, InterruptedException {
        URI security = URI.create(publicUrl + "/identity/security");
        HttpResponse<String> opened = page(HttpRequest.newBuilder(security).GET());
        Form form = Form.in(opened.body()).orElseThrow(() -> refused("There is no form on " + security.getPath()));
        HttpResponse<String> shown = page(HttpRequest.newBuilder(URI.create(security + "/recovery-codes"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Form.encode(Map.of("_csrf", form.fields().getOrDefault("_csrf", ""))))));
        List<String> codes = RECOVERY_CODE
                .matcher(shown.body())
                .results()
                .map(code -> code.group(1))
                .toList();
        if (codes.isEmpty()) {
            throw refused("No recovery codes were shown");
        }
        return codes;
    }

    /** A call by the session's cookie; its status. */
    int call(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(publicUrl + path)).GET()).statusCode();
    }

    /** Ends the browser's session, here and at the issuer. */
    void signOut() throws IOException, InterruptedException {
        JsonNode session = Json.parse(
                send(HttpRequest.newBuilder(URI.create(publicUrl + "/session")).GET())
                        .body());
        String header = Json.text(session, "csrf.header");
        String token = Json.text(session, "csrf.token");
        if (header != null && token != null) {
            send(HttpRequest.newBuilder(URI.create(publicUrl + "/logout"))
                    .header(header, token)
                    .POST(HttpRequest.BodyPublishers.noBody()));
        }
    }

    /** What the platform's pages have asked to be sent again, by name. */
    Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    /** Goes from page to page, answering each form, until the issuer redirects to the client. */
    private URI authorize(URI start, Account account, Authenticator authenticator)
            throws IOException, InterruptedException {
        URI at = start;
        HttpResponse<String> page = page(HttpRequest.newBuilder(at).GET());
        boolean passwordSent = false;
        boolean codeSent = false;
        for (int step = 0; step < MOST_STEPS; step++) {
            String location = page.headers().firstValue("Location").orElse(null);
            if (page.statusCode() / 100 == 3 && location != null) {
                URI next = at.resolve(location);
                if (next.toString().startsWith(REDIRECT)) {
                    return next;
                }
                at = sameOrigin(next);
                page = page(HttpRequest.newBuilder(at).GET());
                continue;
            }
            if (page.statusCode() != 200) {
                throw Problem.of(page.statusCode(), page.body(), at.getPath());
            }
            URI shownAt = at;
            Form form = Form.in(page.body())
                    .orElseThrow(() -> refused("There is no form on the sign-in page " + shownAt.getPath()));
            if (passwordSent && form.asks("password")) {
                throw refused("The password of " + account.name() + " was not accepted");
            }
            if (codeSent && form.asks("code") && !isReplayed(at)) {
                throw refused("The code of " + account.name() + "'s authenticator was not accepted");
            }
            Map<String, String> answers = answers(form, account, authenticator);
            passwordSent |= form.asks("password");
            codeSent |= form.asks("code");
            at = form.action().isEmpty() ? at : sameOrigin(at.resolve(form.action()));
            page = page(HttpRequest.newBuilder(at)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form.filledWith(answers))));
        }
        throw refused("Signing in took more than " + MOST_STEPS + " steps");
    }

    /** What is known of the fields a page asks for. */
    private static Map<String, String> answers(Form form, Account account, Authenticator authenticator)
            throws IOException, InterruptedException {
        if (form.asks("password")) {
            return Map.of("username", account.name(), "password", account.password());
        }
        if (form.asks("code")) {
            return Map.of("code", authenticator.next());
        }
        throw refused("The sign-in asks for something this command does not know: "
                + form.fields().keySet());
    }

    /** Another program may have used the same code in the same moment. */
    private static boolean isReplayed(URI page) {
        return "replayed".equals(page.getQuery());
    }

    private JsonNode exchange(String code, Pkce pkce) throws IOException, InterruptedException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("grant_type", "authorization_code");
        body.put("client_id", CLIENT_ID);
        body.put("code", code);
        body.put("redirect_uri", REDIRECT);
        body.put("code_verifier", pkce.verifier());
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(publicUrl + "/identity/oauth2/token"))
                .header("Accept", "application/json")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(Form.encode(body))));
        try {
            JsonNode answer = Json.parse(response.body());
            if (response.statusCode() == 200 && Json.text(answer, "access_token") != null) {
                return answer;
            }
            throw refused("The issuer gave no token: "
                    + Json.text(
                            answer,
                            "error_description",
                            Json.text(answer, "error", "status " + response.statusCode())));
        } catch (JacksonException notJson) {
            throw Problem.of(response.statusCode(), response.body(), "/identity/oauth2/token");
        }
    }

    /** The password goes nowhere but to the platform that was asked for. */
    private URI sameOrigin(URI address) {
        URI origin = URI.create(publicUrl);
        if (Objects.equals(address.getHost(), origin.getHost()) && address.getPort() == origin.getPort()) {
            return address;
        }
        throw refused("The sign-in leads to another server: " + address.getScheme() + "://" + address.getAuthority());
    }

    /** Nothing but HTML is asked for: an issuer takes who also accepts JSON for a program that it need not lead back. */
    private HttpResponse<String> page(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request.header("Accept", "text/html"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.timeout(LIMIT);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> response = Http.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String header : response.headers().allValues("Set-Cookie")) {
            String pair = header.split(";", 2)[0];
            int equals = pair.indexOf('=');
            if (equals > 0) {
                cookies.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return response;
    }

    private static Map<String, String> parameters(URI address) {
        Map<String, String> parameters = new LinkedHashMap<>();
        @Nullable String query = address.getRawQuery();
        for (String pair : (query == null ? "" : query).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static CliException refused(String message) {
        return new CliException(ExitCode.NOT_ALLOWED, message, "./swen logs identity may tell more.");
    }
}
