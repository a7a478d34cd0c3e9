package io.swen.identity.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The programs that may ask for tokens: the services of the file, and the public client of the command line. */
final class Clients {

    static final String GATEWAY = "swen-gateway";
    static final String CLI = "swen-cli";
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final Duration CODE_LIFE = Duration.ofMinutes(1);

    /** A row of the file. */
    record Entry(String clientId, String clientSecret) {

        private static final Pattern ID = Pattern.compile("swen-[a-z0-9-]{1,60}");
        private static final int SHORTEST_SECRET = 32;

        Entry {
            if (!ID.matcher(clientId).matches() || clientId.equals(CLI)) {
                throw new IllegalArgumentException(
                        "client_id must be swen- and a service's name, and is \"" + clientId + "\"");
            }
            if (clientSecret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException(
                        "client_secret of " + clientId + " must have at least " + SHORTEST_SECRET + " characters");
            }
        }

        @Override
        public String toString() {
            return "Entry[clientId=" + clientId + ", clientSecret=redacted]";
        }
    }

    private Clients() {}

    static RegisteredClientRepository load(IssuerProperties properties, URI publicUrl, JsonMapper json) {
        List<RegisteredClient> clients = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Entry entry : read(properties, json)) {
            if (!seen.add(entry.clientId())) {
                throw new IllegalArgumentException("the clients file has " + entry.clientId() + " twice");
            }
            clients.add(
                    entry.clientId().equals(GATEWAY)
                            ? gateway(entry, properties, publicUrl)
                            : service(entry, properties).build());
        }
        clients.add(commandLine(properties));
        return new InMemoryRegisteredClientRepository(clients);
    }

    private static List<Entry> read(IssuerProperties properties, JsonMapper json) {
        String file = properties.clientsFile();
        if (file == null || file.isBlank()) {
            LOG.warn("SWEN_IDENTITY_CLIENTS_FILE is not set; no service can get a token here");
            return List.of();
        }
        try {
            return List.of(json.readValue(Files.readAllBytes(Path.of(file)), Entry[].class));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read SWEN_IDENTITY_CLIENTS_FILE " + file, e);
        } catch (JacksonException e) {
            // Without the cause's source excerpt: it could show a secret.
            throw new IllegalStateException(
                    "SWEN_IDENTITY_CLIENTS_FILE " + file + " is not usable: " + e.getOriginalMessage());
        }
    }

    /** The id is the client id, so that stored authorizations stay valid from start to start. */
    private static RegisteredClient.Builder service(Entry entry, IssuerProperties properties) {
        return RegisteredClient.withId(entry.clientId())
                .clientId(entry.clientId())
                .clientName(entry.clientId())
                .clientSecret(ClientSecretEncoder.digest(entry.clientSecret()))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenSettings(tokens(properties));
    }

    private static RegisteredClient gateway(Entry entry, IssuerProperties properties, URI publicUrl) {
        return service(entry, properties)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .authorizationGrantType(AuthorizationGrantType.TOKEN_EXCHANGE)
                .redirectUri(publicUrl + "/login/oauth2/code/swen")
                .postLogoutRedirectUri(publicUrl + "/ui/")
                .postLogoutRedirectUri(publicUrl + "/ui/signed-out")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(people())
                .build();
    }

    /** A program on somebody's machine keeps no secret (RFC 8252); the port of the loopback address is free to choose. */
    private static RegisteredClient commandLine(IssuerProperties properties) {
        return RegisteredClient.withId(CLI)
                .clientId(CLI)
                .clientName("swen command")
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("http://127.0.0.1/callback")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .clientSettings(people())
                .tokenSettings(tokens(properties))
                .build();
    }

    private static ClientSettings people() {
        return ClientSettings.builder()
                .requireProofKey(true)
                .requireAuthorizationConsent(false)
                .build();
    }

    private static TokenSettings tokens(IssuerProperties properties) {
        return TokenSettings.builder()
                .authorizationCodeTimeToLive(CODE_LIFE)
                .accessTokenTimeToLive(properties.accessTokenLife())
                .refreshTokenTimeToLive(properties.refreshTokenLife())
                // The one holder is confidential; rotating would end a session whenever a refresh's answer is lost.
                .reuseRefreshTokens(true)
                .build();
    }
}
