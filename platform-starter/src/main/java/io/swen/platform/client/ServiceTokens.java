package io.swen.platform.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

/** This service's own access token, fetched by client credentials and kept until shortly before it expires. */
public final class ServiceTokens {

    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ClientRegistration registration;
    private final RestClientClientCredentialsTokenResponseClient client =
            new RestClientClientCredentialsTokenResponseClient();
    private final InstantSource wall = InstantSource.system();
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable OAuth2AccessToken token;

    public ServiceTokens(URI tokenEndpoint, String clientId, String clientSecret) {
        this.registration = ClientRegistration.withRegistrationId("swen")
                .clientId(clientId)
                .clientSecret(clientSecret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(tokenEndpoint.toString())
                .build();
        JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(TIMEOUT).build());
        factory.setReadTimeout(TIMEOUT);
        client.setRestClient(org.springframework.web.client.RestClient.builder()
                .requestFactory(factory)
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .addCustomConverter(new org.springframework.security.oauth2.core.http.converter
                                .OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultHeaders(headers -> headers.setAccept(java.util.List.of(MediaType.APPLICATION_JSON)))
                .defaultStatusHandler(
                        new org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler())
                .build());
    }

    /** The value of a token that is good for at least a minute. */
    public String current() {
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

    private boolean isFresh(OAuth2AccessToken known) {
        Instant expiry = known.getExpiresAt();
        return expiry != null && wall.instant().plus(RENEW_BEFORE_EXPIRY).isBefore(expiry);
    }
}
