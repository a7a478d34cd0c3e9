package io.swen.gateway.session;

import io.swen.gateway.exchange.ApiKeyAuthentication;
import io.swen.platform.SwenProperties;
import io.swen.platform.client.InternalTls;
import io.swen.platform.client.SwenService;
import io.swen.platform.client.TokenEndpoints;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.Problems;
import io.swen.platform.security.AccessRules;
import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.security.ApiKeyFormat;
import io.swen.platform.security.BearerTokenFailures;
import io.swen.platform.security.LogoutTokens;
import io.swen.platform.security.PermissionChecks;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.endpoint.OAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.OAuth2RefreshTokenGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.RestClientRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The rules of both ways in. */
@Configuration(proxyBeanMethods = false)
class SessionSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSecurity.class);
    static final String LOGIN_URL = "/oauth2/authorization/swen";
    private static final String REGISTRATION = "swen";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
    /** What every service has; the starter's table decides about it. */
    private static final List<String> PLATFORM = List.of("/actuator/", "/error");

    /** No page of ours needs these; passkeys are allowed to the origin itself by default and stay so. */
    private static final String NO_FEATURES =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " microphone=(), midi=(), payment=(), usb=()";

    private static final String[] OPEN = {
        "/",
        "/ui",
        "/ui/**",
        "/favicon.ico",
        "/health",
        "/session",
        "/logout",
        BackChannelLogoutController.PATH,
        "/identity/**",
        "/git/**",
        "/error"
    };

    /** Who calls these shows no token but signs: hosts of Git, and instances that run workloads. */
    private static final String[] SIGNED = {"/api/v1/webhooks/*", "/api/v1/workload-callbacks/*/*"};

    @Bean
    ClientRegistration issuer(SwenProperties swen) {
        URI inside = swen.services().get(SwenService.IDENTITY);
        URI outside = swen.publicUrl();
        String secret = swen.security().clientSecret();
        if (inside == null || secret == null || secret.isBlank()) {
            throw new IllegalStateException(
                    "swen.security.client-secret is not set: put it into a file of that name in SWEN_SECRETS_DIR");
        }
        return ClientRegistration.withRegistrationId(REGISTRATION)
                .clientId(swen.security().clientId())
                .clientSecret(secret)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .scope("openid", "profile")
                .redirectUri(outside + "/login/oauth2/code/" + REGISTRATION)
                .issuerUri(outside + "/identity")
                .authorizationUri(outside + "/identity/oauth2/authorize")
                .tokenUri(inside + "/identity/oauth2/token")
                .jwkSetUri(inside + "/identity/oauth2/jwks")
                .userNameAttributeName("sub")
                .build();
    }

    @Bean
    ClientRegistrationRepository clientRegistrations(ClientRegistration issuer) {
        return new InMemoryClientRegistrationRepository(issuer);
    }

    @Bean
    LogoutTokens logoutTokens(SwenProperties swen, InternalTls tls) {
        return new LogoutTokens(
                URI.create(swen.services().get(SwenService.IDENTITY) + "/identity/oauth2/jwks"),
                tls.context(),
                swen.publicUrl() + "/identity",
                swen.security().clientId());
    }

    @Bean
    UserTokens userTokens(ClientRegistration issuer, SessionProperties properties, InternalTls tls) {
        RestClientRefreshTokenTokenResponseClient client = new RestClientRefreshTokenTokenResponseClient();
        client.setRestClient(TokenEndpoints.client(TIMEOUT, tls));
        OAuth2AccessTokenResponseClient<OAuth2RefreshTokenGrantRequest> refresh = client;
        return new UserTokens(issuer, refresh, properties.absolute(), InstantSource.system());
    }

    @Bean
    @Order(1)
    SecurityFilterChain bothWaysIn(
            HttpSecurity http,
            SwenProperties swen,
            ClientRegistrationRepository registrations,
            UserTokens tokens,
            JwtDecoder decoder,
            ApiKeyAuthentication keys,
            LoginSuccess success,
            AccessRules access,
            PermissionChecks checks,
            Problems problems,
            InternalTls tls,
            AuthenticationEntryPoint problemEntryPoint,
            AccessDeniedHandler problemAccessDeniedHandler)
            throws Exception {
        AuthenticationEntryPoint entryPoint = new GatewayEntryPoint(problemEntryPoint);
        http.securityMatcher(request ->
                PLATFORM.stream().noneMatch(path -> request.getRequestURI().startsWith(path)));
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers(OPEN).permitAll();
            requests.requestMatchers(HttpMethod.POST, SIGNED).permitAll();
            for (AccessRules.Rule rule : access.rules()) {
                requests.requestMatchers(rule.method(), rule.pattern()).access(checks.of(rule.permission()));
            }
            // Who may call these is decided by the service that owns the resource.
            requests.requestMatchers(
                            "/api/v1/**",
                            "/v1/metrics",
                            "/graphql",
                            "/telemetry",
                            "/workloads",
                            "/workload",
                            "/pending",
                            "/ws")
                    .authenticated();
            requests.anyRequest().denyAll();
        });
        LoginStart start = new LoginStart(registrations, swen.security().stepUpAge());
        http.oauth2Login(login -> login.loginPage("/ui/")
                .clientRegistrationRepository(registrations)
                .authorizedClientRepository(new SessionTokenStore())
                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(start))
                .tokenEndpoint(endpoint -> endpoint.accessTokenResponseClient(codeClient(tls)))
                .successHandler(success)
                .failureHandler(new LoginFailure()));
        AuthenticationManager programs = programs(decoder, keys);
        http.oauth2ResourceServer(server -> server.bearerTokenResolver(new CallerTokens())
                .authenticationManagerResolver(request -> programs)
                .authenticationEntryPoint(entryPoint)
                .accessDeniedHandler(problemAccessDeniedHandler)
                .withObjectPostProcessor(new BearerTokenFailures(problems, entryPoint)));
        http.addFilterAfter(new SessionCallers(tokens, decoder, problems), BearerTokenAuthenticationFilter.class);
        http.addFilterAfter(new CredentialsInAddress(problems), HeaderWriterFilter.class);
        http.addFilterBefore(new LoginParameters(problems), OAuth2AuthorizationRequestRedirectFilter.class);
        http.csrf(
                csrf -> csrf.requireCsrfProtectionMatcher(byCookie()).csrfTokenRequestHandler(new HeaderCsrfTokens()));
        http.exceptionHandling(handling -> handling.authenticationEntryPoint(entryPoint)
                .accessDeniedHandler((request, response, refused) -> {
                    if (refused instanceof CsrfException) {
                        problems.write(
                                request,
                                response,
                                ErrorCode.FORBIDDEN,
                                "the CSRF token is missing or of an older session: send the header that GET /session names",
                                null);
                    } else {
                        problemAccessDeniedHandler.handle(request, response, refused);
                    }
                }));
        http.requestCache(cache -> cache.disable());
        http.logout(logout -> logout.disable());
        boolean https = isTls(swen);
        http.headers(headers -> headers.httpStrictTransportSecurity(hsts -> hsts.requestMatcher(request -> https))
                .contentSecurityPolicy(csp -> csp.policyDirectives(policy(swen.publicUrl())))
                .referrerPolicy(referrer ->
                        referrer.policy(ReferrerPolicyHeaderWriter.ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN))
                .crossOriginOpenerPolicy(opener ->
                        opener.policy(CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resource ->
                        resource.policy(CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(features -> features.policy(NO_FEATURES)));
        return http.build();
    }

    @Bean
    DefaultCookieSerializerCustomizer sessionCookie(SwenProperties swen, SessionProperties properties) {
        Boolean chosen = properties.secureCookie();
        boolean secure = chosen == null ? SessionCookie.isSecureAt(swen.publicUrl()) : chosen;
        return cookie -> {
            cookie.setUseSecureCookie(secure);
            cookie.setCookieName(secure ? SessionCookie.SECURE : SessionCookie.PLAIN);
        };
    }

    /** Addresses and methods that mean something else to somebody else on the way are refused before anybody looks further. */
    @Bean
    RequestRejectedHandler oddRequests(Problems problems) {
        return (request, response, refused) -> {
            LOG.warn("a request was rejected: {}", refused.getMessage());
            problems.write(
                    request,
                    response,
                    ErrorCode.INVALID_PARAMETER,
                    "the method, the address or a header has a form that is not accepted here",
                    null);
        };
    }

    /** A session written by another version of this service counts as none, instead of failing every call of its browser. */
    @Bean
    GenericConversionService springSessionConversionService() {
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, new SerializingConverter());
        conversion.addConverter(byte[].class, Object.class, new ReadableAttributes());
        return conversion;
    }

    private static boolean isTls(SwenProperties swen) {
        return "https".equals(swen.publicUrl().getScheme());
    }

    private static RequestMatcher byCookie() {
        return request -> !SAFE.contains(HttpMethod.valueOf(request.getMethod()))
                && !CallerTokens.areShown(request)
                && !CallerTokens.isForIssuer(request)
                && !CallerTokens.isForGit(request)
                && !request.getRequestURI().equals(BackChannelLogoutController.PATH)
                && request.getSession(false) != null;
    }

    /** A token or an API key; which of the two it is shows in its first letters. */
    private static AuthenticationManager programs(JwtDecoder decoder, ApiKeyAuthentication keys) {
        JwtAuthenticationProvider tokens = new JwtAuthenticationProvider(decoder);
        tokens.setJwtAuthenticationConverter(
                token -> ActorAuthentication.converter().convert(token));
        return shown -> {
            String value = ((BearerTokenAuthenticationToken) shown).getToken();
            return ApiKeyFormat.looksLikeKey(value) ? keys.authenticate(value) : tokens.authenticate(shown);
        };
    }

    /** Everything from here and nothing inline; the dashboard needs no exception. */
    private static String policy(URI publicUrl) {
        String socket = publicUrl.toString().replaceFirst("^http", "ws");
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self';"
                + " manifest-src 'self'; connect-src 'self' " + socket
                + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    private static OAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codeClient(InternalTls tls) {
        RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(TokenEndpoints.client(TIMEOUT, tls));
        return client;
    }
}
