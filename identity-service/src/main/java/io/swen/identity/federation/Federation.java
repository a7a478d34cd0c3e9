package io.swen.identity.federation;

import io.swen.identity.session.LoginSessions;
import io.swen.identity.user.ExternalUser;
import io.swen.identity.user.User;
import io.swen.identity.user.Users;
import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.LogoutTokens;
import io.swen.platform.security.Role;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.client.OAuth2LoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

/** Lets people log in at the external issuer of the configuration, and tells who they are here and what they may do. */
@Service
public class Federation {

    /** The name of the one external issuer in addresses. */
    public static final String ID = "federated";

    /** Where a login at it begins, below the issuer's own address. */
    public static final String START = "/oauth2/authorization/" + ID;

    private static final Logger LOG = LoggerFactory.getLogger(Federation.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Somebody whom none of the groups lets in. */
    public static final class NoGroupException extends DisabledException {

        private static final long serialVersionUID = 1L;

        NoGroupException() {
            super("none of the groups gives any right here");
        }
    }

    private final FederationProperties properties;
    private final Users users;
    private final LoginSessions sessions;
    private final String redirect;
    private final InstantSource wall = InstantSource.system();
    private volatile @Nullable ClientRegistration registration;
    private volatile @Nullable LogoutTokens logoutTokens;

    Federation(FederationProperties properties, Users users, LoginSessions sessions, SwenProperties swen) {
        this.properties = properties;
        this.users = users;
        this.sessions = sessions;
        this.redirect = swen.publicUrl() + "/identity/login/oauth2/code/" + ID;
    }

    public boolean enabled() {
        return properties.enabled();
    }

    /** How people call the external issuer. */
    public String name() {
        return properties.name();
    }

    /**
     * Sets Spring Security's OAuth 2.0 login up for it.
     *
     * @param longest how old a login there may be at most
     * @param anew whether a request at hand demands that everything is shown anew
     */
    public void configure(
            OAuth2LoginConfigurer<HttpSecurity> login, Duration longest, Predicate<HttpServletRequest> anew) {
        ClientRegistrationRepository repository = this::registration;
        login.clientRegistrationRepository(repository);
        login.authorizedClientRepository(new NothingKept());
        login.authorizationEndpoint(
                endpoint -> endpoint.authorizationRequestResolver(resolver(repository, longest, anew)));
        RestClientAuthorizationCodeTokenResponseClient tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(http());
        login.tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(tokens));
        OidcUserService claimsOfTheIdToken = new OidcUserService();
        claimsOfTheIdToken.setRetrieveUserInfo(request -> false);
        login.userInfoEndpoint(endpoint -> endpoint.oidcUserService(claimsOfTheIdToken));
    }

    /**
     * Who has logged in, with the rights of this moment; makes an account at the first time.
     *
     * @throws NoGroupException for somebody whom none of the groups lets in
     * @throws DisabledException for somebody whose account here is disabled
     */
    public FederatedLogin complete(OidcUser external) {
        Set<String> groups = new HashSet<>();
        if (external.getClaims().get(properties.groupsClaim()) instanceof Collection<?> given) {
            given.forEach(group -> groups.add(String.valueOf(group)));
        }
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        Set<String> teams = new HashSet<>();
        Set<String> environments = new HashSet<>();
        for (FederationProperties.Mapping mapping : properties.groupMappings()) {
            if (groups.contains(mapping.group())) {
                roles.addAll(mapping.roles());
                teams.addAll(mapping.teams());
                environments.addAll(mapping.environments());
            }
        }
        if (roles.isEmpty()) {
            throw new NoGroupException();
        }
        String subject = Objects.requireNonNull(external.getSubject());
        String preferred = Objects.requireNonNullElse(external.getPreferredUsername(), subject);
        User user = users.provision(new ExternalUser(
                properties.issuerUri(),
                subject,
                preferred,
                Objects.requireNonNullElse(external.getFullName(), preferred),
                List.copyOf(roles),
                teams,
                environments));
        if (!user.enabled()) {
            throw new DisabledException("the account is disabled");
        }
        String session = external.getIdToken().getClaimAsString("sid");
        return new FederatedLogin(
                user,
                secondFactorAt(external),
                session == null || session.length() > LogoutTokens.LONGEST_ID ? null : session);
    }

    /**
     * What takes the external issuer's word that a login there is over.
     *
     * @throws ProblemException 404 where there is no external issuer, 503 where it cannot be asked for its addresses
     */
    LogoutTokens logoutTokens() {
        if (!enabled()) {
            throw ProblemException.of(ErrorCode.NOT_FOUND, "there is no external issuer");
        }
        LogoutTokens known = logoutTokens;
        if (known == null) {
            known = new LogoutTokens(URI.create(keys()), null, properties.issuerUri(), properties.clientId());
            logoutTokens = known;
        }
        return known;
    }

    private String keys() {
        try {
            ClientRegistration external = Objects.requireNonNull(registration(ID));
            return Objects.requireNonNull(external.getProviderDetails().getJwkSetUri(), "it publishes no keys");
        } catch (RuntimeException unreachable) {
            LOG.warn("{} cannot be asked for its addresses: {}", properties.issuerUri(), unreachable.toString());
            throw ProblemException.retryLater(
                    ErrorCode.UNAVAILABLE, "the external issuer does not say where its keys are", ANSWER);
        }
    }

    /** Ends what the external issuer says is over; answers how many sessions there were. */
    int end(LogoutTokens.Logout logout) {
        String why = "ended by the external issuer";
        String session = logout.session();
        UUID user = logout.subject() == null
                ? null
                : users.find(properties.issuerUri(), logout.subject())
                        .map(User::actorId)
                        .orElse(null);
        if (logout.subject() != null && user == null) {
            return 0;
        }
        if (session != null) {
            return sessions.endExternal(user, session, why);
        }
        return user == null ? 0 : sessions.endAll(user, why);
    }

    private @Nullable Instant secondFactorAt(OidcUser external) {
        List<String> amr = external.getIdToken().getAuthenticationMethods();
        String acr = external.getIdToken().getAuthenticationContextClass();
        boolean counts = (amr != null && amr.stream().anyMatch(properties.mfaAmr()::contains))
                || (acr != null && properties.mfaAcr().contains(acr));
        Instant at = external.getAuthenticatedAt();
        Instant now = wall.instant();
        return counts && at != null ? (at.isAfter(now) ? now : at) : null;
    }

    private DefaultOAuth2AuthorizationRequestResolver resolver(
            ClientRegistrationRepository repository, Duration longest, Predicate<HttpServletRequest> anew) {
        DefaultOAuth2AuthorizationRequestResolver resolver =
                new DefaultOAuth2AuthorizationRequestResolver(repository, "/oauth2/authorization");
        resolver.setAuthorizationRequestCustomizer(builder -> {
            OAuth2AuthorizationRequestCustomizers.withPkce().accept(builder);
            more(builder, longest, anew);
        });
        return resolver;
    }

    private void more(
            OAuth2AuthorizationRequest.Builder builder, Duration longest, Predicate<HttpServletRequest> anew) {
        HttpServletRequest request = ((org.springframework.web.context.request.ServletRequestAttributes)
                        org.springframework.web.context.request.RequestContextHolder.currentRequestAttributes())
                .getRequest();
        builder.additionalParameters(parameters -> {
            // Whoever is asked for an age has to say in return when the login was.
            parameters.put("max_age", longest.toSeconds());
            if (anew.test(request)) {
                parameters.put("prompt", "login");
            }
            if (!properties.mfaAcr().isEmpty()) {
                parameters.put("acr_values", String.join(" ", properties.mfaAcr()));
            }
        });
    }

    /** Read at the first login and not at the start, which must not depend on somebody else's server. */
    private @Nullable ClientRegistration registration(String id) {
        if (!ID.equals(id) || !enabled()) {
            return null;
        }
        ClientRegistration known = registration;
        if (known == null) {
            known = ClientRegistrations.fromIssuerLocation(properties.issuerUri())
                    .registrationId(ID)
                    .clientId(properties.clientId())
                    .clientSecret(String.valueOf(properties.clientSecret()))
                    .redirectUri(redirect)
                    .scope(properties.scopes())
                    .build();
            registration = known;
        }
        return known;
    }

    private static RestClient http() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(CONNECT).build());
        requests.setReadTimeout(ANSWER);
        return RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    /** Nothing is asked of the external issuer after the login, so its tokens are not kept. */
    private static final class NothingKept implements OAuth2AuthorizedClientRepository {

        @Override
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registrationId, Authentication principal, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {
            // Kept nowhere.
        }

        @Override
        public void removeAuthorizedClient(
                String registrationId,
                Authentication principal,
                HttpServletRequest request,
                HttpServletResponse response) {
            // Nothing was kept.
        }
    }
}
