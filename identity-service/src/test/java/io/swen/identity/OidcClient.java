package io.swen.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway, the command line and the services as the issuer sees them; each has a fresh browser for its person. */
final class OidcClient {

    static final String GATEWAY = "swen-gateway";
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String CLI_CALLBACK = "http://127.0.0.1:41234/callback";
    private static final String GATEWAY_CALLBACK = IdentityServer.PUBLIC_URL + "/login/oauth2/code/swen";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Browser browser;

    OidcClient(int port) {
        browser = new Browser("http://localhost:" + port);
    }

    Browser browser() {
        return browser;
    }

    /** Logs the person in and answers the command line's tokens. */
    JsonNode cliTokens(String username, String password) {
        browser.login(username, password);
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", "swen-cli");
        form.put("redirect_uri", CLI_CALLBACK);
        form.put("code_verifier", VERIFIER);
        form.put("code", code("swen-cli", CLI_CALLBACK));
        return ok(browser.post("/identity/oauth2/token", form));
    }

    /** Logs the person in and answers the gateway's tokens. */
    JsonNode gatewayTokens(String username, String password) {
        browser.login(username, password);
        return gatewayTokens();
    }

    /** The gateway's tokens for whom this browser is logged in with. */
    JsonNode gatewayTokens() {
        return ok(token(
                GATEWAY,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "redirect_uri",
                        GATEWAY_CALLBACK,
                        "code_verifier",
                        VERIFIER,
                        "code",
                        code(GATEWAY, GATEWAY_CALLBACK))));
    }

    /** Where the issuer sends a browser that comes from the gateway. */
    String authorize() {
        return location(browser.get(authorize(GATEWAY, GATEWAY_CALLBACK)));
    }

    HttpResponse<String> refresh(String refreshToken) {
        return token(GATEWAY, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** What the gateway does with a person's token before it calls a service. */
    HttpResponse<String> exchange(String accessToken, String audience) {
        return token(GATEWAY, exchangeForm(accessToken, audience));
    }

    /** What the gateway does with an API key. */
    HttpResponse<String> exchangeKey(String key, String audience) {
        Map<String, String> form = exchangeForm(key, audience);
        form.put("subject_token_type", "urn:swen:token-type:api-key");
        return token(GATEWAY, form);
    }

    static Map<String, String> exchangeForm(String accessToken, String audience) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.put("subject_token", accessToken);
        form.put("subject_token_type", ACCESS_TOKEN);
        form.put("audience", audience);
        return form;
    }

    /** A token of the person for identity-service itself. */
    String tokenForIdentity(String username, String password) {
        String token = cliTokens(username, password).get("access_token").asString();
        return ok(exchange(token, "swen-identity")).get("access_token").asString();
    }

    /** A token call of a service that shows its secret. */
    HttpResponse<String> token(String client, Map<String, String> form) {
        return browser.post("/identity/oauth2/token", form, "Authorization", basic(client));
    }

    static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    static JWTClaimsSet claims(JsonNode tokens) {
        return claims(tokens.get("access_token").asString());
    }

    static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    static String location(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Location")
                .orElseThrow(
                        () -> new AssertionError("no Location in " + response.statusCode() + " " + response.body()));
    }

    private String code(String client, String callback) {
        String redirect = location(browser.get(authorize(client, callback)));
        assertThat(redirect).startsWith(callback);
        return String.valueOf(Browser.queryOf(redirect).get("code"));
    }

    private static String authorize(String client, String redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client);
        query.put("scope", "openid profile");
        query.put("state", "s");
        query.put("redirect_uri", redirect);
        query.put("code_challenge", Browser.challenge(VERIFIER));
        query.put("code_challenge_method", "S256");
        return "/identity/oauth2/authorize?" + Browser.form(query);
    }

    static String basic(String id) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString((id + ":" + IdentityServer.secretOf(id)).getBytes(StandardCharsets.UTF_8));
    }
}
