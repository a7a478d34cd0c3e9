package io.swen.platform.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/** This service's own access tokens, one for each service it calls, fetched by client credentials and kept until shortly before they expire. */
public final class ServiceTokens {

    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ClientRegistration registration;
    private final Map<SwenService, Kept> tokens = new EnumMap<>(SwenService.class);
    private final InstantSource wall = InstantSource.system();

    public ServiceTokens(URI tokenEndpoint, String clientId, String clientSecret, InternalTls tls) {
        this.registration = ClientRegistration.withRegistrationId("swen")
                .clientId(clientId)
                .clientSecret(clientSecret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(tokenEndpoint.toString())
                .build();
        RestClient http = TokenEndpoints.client(TIMEOUT, tls);
        for (SwenService service : SwenService.values()) {
            tokens.put(service, new Kept(service, http));
        }
    }

    /** The value of a token for calls of this service that is good for at least a minute. */
    public String to(SwenService service) {
        return Objects.requireNonNull(tokens.get(service)).current();
    }

    private boolean isFresh(OAuth2AccessToken known) {
        Instant expiry = known.getExpiresAt();
        return expiry != null && wall.instant().plus(RENEW_BEFORE_EXPIRY).isBefore(expiry);
    }

    /** The token for one audience; callers that find it stale wait for one of them to fetch the next. */
    private final class Kept {

        private final RestClientClientCredentialsTokenResponseClient client =
                new RestClientClientCredentialsTokenResponseClient();
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile @Nullable OAuth2AccessToken token;

        Kept(SwenService audience, RestClient http) {
            client.setRestClient(http);
            client.addParametersConverter(grant -> {
                MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
                parameters.add(OAuth2ParameterNames.AUDIENCE, audience.audience());
                return parameters;
            });
        }

        String current() {
            OAuth2AccessToken known = token;
            if (known != null && isFresh(known)) {
                return known.getTokenValue();
            }
            fetching.lock();
            try {
                known = token;
                if (known == null || !isFresh(known)) {
                    known = client.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
                            .getAccessToken();
                    token = known;
                }
                return known.getTokenValue();
            } finally {
                fetching.unlock();
            }
        }
    }
}
