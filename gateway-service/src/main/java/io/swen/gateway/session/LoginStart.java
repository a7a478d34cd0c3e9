package io.swen.gateway.session;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;

/** What the issuer is asked for: a login with a proof key, and a fresh second factor where a call needs one (RFC 9470). */
final class LoginStart implements OAuth2AuthorizationRequestResolver {

    static final String STEP_UP = "step_up";
    static final String SECOND_FACTOR = "urn:swen:acr:mfa";

    private final DefaultOAuth2AuthorizationRequestResolver plain;
    private final Duration stepUpAge;

    LoginStart(ClientRegistrationRepository registrations, Duration stepUpAge) {
        this.plain = new DefaultOAuth2AuthorizationRequestResolver(registrations);
        this.plain.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        this.stepUpAge = stepUpAge;
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request) {
        return withFactor(request, plain.resolve(request));
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest resolve(HttpServletRequest request, String registrationId) {
        return withFactor(request, plain.resolve(request, registrationId));
    }

    private @Nullable OAuth2AuthorizationRequest withFactor(
            HttpServletRequest request, @Nullable OAuth2AuthorizationRequest login) {
        if (login == null || !"true".equals(request.getParameter(STEP_UP))) {
            return login;
        }
        return OAuth2AuthorizationRequest.from(login)
                .additionalParameters(asked -> asked.putAll(
                        Map.of("acr_values", SECOND_FACTOR, "max_age", Long.toString(stepUpAge.toSeconds()))))
                .build();
    }
}
