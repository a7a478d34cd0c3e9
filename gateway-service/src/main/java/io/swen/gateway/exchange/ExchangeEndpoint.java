package io.swen.gateway.exchange;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swen.gateway.metric.GatewayMetric;
import io.swen.platform.SwenProperties;
import io.swen.platform.client.InternalTls;
import io.swen.platform.client.SwenService;
import io.swen.platform.client.TokenEndpoints;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The issuer's token endpoint as the gateway uses it for exchanges. */
@Component
class ExchangeEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeEndpoint.class);
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String API_KEY = "urn:swen:token-type:api-key";

    private final RestClient client;
    private final ExchangeProperties properties;
    private final MeterRegistry metrics;
    private final Semaphore places;

    ExchangeEndpoint(SwenProperties swen, ExchangeProperties properties, MeterRegistry metrics, InternalTls tls) {
        String secret = swen.security().clientSecret();
        if (secret == null || secret.isBlank()) {
            throw new IllegalStateException(
                    "swen.security.client-secret is not set: put it into a file of that name in SWEN_SECRETS_DIR");
        }
        this.client = TokenEndpoints.client(properties.timeout(), tls)
                .mutate()
                .baseUrl(swen.services().get(SwenService.IDENTITY) + "/identity/oauth2/token")
                .defaultHeaders(headers -> headers.setBasicAuth(swen.security().clientId(), secret))
                .build();
        this.properties = properties;
        this.metrics = metrics;
        this.places = new Semaphore(properties.concurrent());
    }

    Exchanged exchange(Credential credential, String audience) {
        Timer.Sample time = Timer.start(metrics);
        Exchanged answer = ask(credential, audience);
        time.stop(metrics.timer(
                GatewayMetric.EXCHANGES.id(),
                "outcome",
                answer.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
        return answer;
    }

    private Exchanged ask(Credential credential, String audience) {
        boolean place = false;
        try {
            place = places.tryAcquire(properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return place ? post(credential, audience) : new Exchanged.Outage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Exchanged.Outage();
        } finally {
            if (place) {
                places.release();
            }
        }
    }

    private Exchanged post(Credential credential, String audience) {
        MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.add(OAuth2ParameterNames.GRANT_TYPE, AuthorizationGrantType.TOKEN_EXCHANGE.getValue());
        form.add(OAuth2ParameterNames.SUBJECT_TOKEN, credential.value());
        form.add(
                OAuth2ParameterNames.SUBJECT_TOKEN_TYPE,
                switch (credential) {
                    case Credential.AccessToken token -> ACCESS_TOKEN;
                    case Credential.ApiKey key -> API_KEY;
                });
        form.add(OAuth2ParameterNames.AUDIENCE, audience);
        try {
            return exchanged(
                    client.post()
                            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                            .body(form)
                            .retrieve()
                            .body(OAuth2AccessTokenResponse.class),
                    credential);
        } catch (OAuth2AuthorizationException refused) {
            return refused(refused, credential, audience);
        } catch (RestClientException unreachable) {
            LOG.warn("tokens for {} cannot be exchanged at the moment: {}", audience, unreachable.toString());
            return new Exchanged.Outage();
        }
    }

    private static Exchanged exchanged(@Nullable OAuth2AccessTokenResponse answer, Credential credential) {
        Instant expiry = answer == null ? null : answer.getAccessToken().getExpiresAt();
        if (answer == null || expiry == null) {
            LOG.error("the issuer answered an exchange without a token that expires");
            return new Exchanged.Unusable();
        }
        return new Exchanged.Token(
                answer.getAccessToken().getTokenValue(), expiry, credential instanceof Credential.ApiKey);
    }

    private static Exchanged refused(OAuth2AuthorizationException refused, Credential credential, String audience) {
        String code = refused.getError().getErrorCode();
        if (OAuth2ErrorCodes.INVALID_GRANT.equals(code)) {
            return new Exchanged.Refused(
                    credential instanceof Credential.ApiKey
                            ? "the API key is not known, has expired or was revoked"
                            : "the issuer does not accept the access token any more: sign in again");
        }
        if (OAuth2ErrorCodes.SERVER_ERROR.equals(code) || OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE.equals(code)) {
            LOG.warn("the issuer failed to exchange a token for {}: {}", audience, code);
            return new Exchanged.Outage();
        }
        LOG.error("the issuer does not exchange tokens for {}: {}", audience, code);
        return new Exchanged.Unusable();
    }
}
