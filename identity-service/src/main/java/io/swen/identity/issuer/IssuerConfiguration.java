package io.swen.identity.issuer;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.swen.identity.apikey.ApiKeys;
import io.swen.identity.login.LoginGate;
import io.swen.identity.session.LoginSessions;
import io.swen.identity.user.Users;
import io.swen.platform.SwenProperties;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.Problems;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;
import tools.jackson.databind.json.JsonMapper;

/** Wires Spring Authorization Server: its endpoints, clients, key, storage and claims. */
@Configuration(proxyBeanMethods = false)
class IssuerConfiguration {

    /** Right after the filter that opens the trace; all others have to see the path without the prefix. */
    private static final int PATH_FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 5;

    @Bean
    FilterRegistrationBean<IssuerPathFilter> issuerPathFilter() {
        FilterRegistrationBean<IssuerPathFilter> registration = new FilterRegistrationBean<>(new IssuerPathFilter());
        registration.setOrder(PATH_FILTER_ORDER);
        return registration;
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings(SwenProperties swen) {
        return AuthorizationServerSettings.builder()
                .issuer(swen.publicUrl() + IssuerPathFilter.PREFIX)
                .build();
    }

    @Bean
    RegisteredClientRepository registeredClients(IssuerProperties properties, SwenProperties swen, JsonMapper json) {
        return Clients.load(properties, swen.publicUrl(), json);
    }

    @Bean
    SigningKeys signingKeys(IssuerProperties properties) {
        return new SigningKeys(
                properties.keysDir(), properties.signingKeyLead(), properties.signingKeyKept(), InstantSource.system());
    }

    @Bean
    JWKSource<SecurityContext> publishedKeys(SigningKeys keys) {
        return (selector, context) -> selector.select(keys.published());
    }

    /** Checks tokens with the key at hand instead of asking this service over HTTP. */
    @Bean
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys, AuthorizationServerSettings settings, SwenProperties swen) {
        return decoder(keys, settings, "swen-" + swen.service());
    }

    private static JwtDecoder decoder(
            JWKSource<SecurityContext> keys, AuthorizationServerSettings settings, String audience) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                JwtValidators.createDefaultWithIssuer(String.valueOf(settings.getIssuer())),
                new JwtClaimValidator<List<String>>(
                        JwtClaimNames.AUD, given -> given != null && given.contains(audience))));
        return decoder;
    }

    @Bean
    OAuth2AuthorizationService authorizations(
            JdbcOperations jdbc,
            RegisteredClientRepository clients,
            LoginSessions sessions,
            IssuerProperties properties) {
        return new StoredAuthorizations(jdbc, clients, sessions, properties.refreshTokenLife());
    }

    @Bean
    TokenClaims tokenClaims(Users users, LoginSessions sessions) {
        return new TokenClaims(users, sessions);
    }

    @Bean
    JwtEncoder jwtEncoder(JWKSource<SecurityContext> published, SigningKeys keys) {
        NimbusJwtEncoder encoder = new NimbusJwtEncoder(published);
        encoder.setJwkSelector(candidates -> {
            String active = keys.activeId();
            return candidates.stream()
                    .filter(key -> active.equals(key.getKeyID()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the active signing key is not published"));
        });
        return encoder;
    }

    @Bean
    ApiKeyExchange apiKeyExchange(ApiKeys keys, JwtEncoder encoder, AuthorizationServerSettings settings) {
        return new ApiKeyExchange(keys, encoder, String.valueOf(settings.getIssuer()));
    }

    @Bean
    SignOut signOut(LoginSessions sessions) {
        return new SignOut(sessions);
    }

    /** Looks at the stored sessions, so that it knows them after a restart and forgets those that ended. */
    @Bean
    <S extends Session> SessionRegistry sessionRegistry(FindByIndexNameSessionRepository<S> sessions) {
        return new SpringSessionBackedSessionRegistry<>(sessions);
    }

    @Bean
    @Order(1)
    SecurityFilterChain issuerSecurity(
            HttpSecurity http,
            ApiKeyExchange apiKeys,
            LoginGate gate,
            SignOut signOut,
            JWKSource<SecurityContext> keys,
            AuthorizationServerSettings settings)
            throws Exception {
        http.oauth2AuthorizationServer(server -> {
            RequestMatcher endpoints = server.getEndpointsMatcher();
            http.securityMatcher(request -> IssuerPathFilter.applies(request) && endpoints.matches(request));
            server.oidc(oidc -> oidc.logoutEndpoint(logout -> logout.logoutRequestConverter(new SignOutConverter())
                            .logoutResponseHandler(signOut.handler()))
                    .providerConfigurationEndpoint(discovery -> discovery.providerConfigurationCustomizer(
                            document -> document.claim("backchannel_logout_supported", true)
                                    .claim("backchannel_logout_session_supported", true))));
            server.tokenEndpoint(tokens -> tokens.accessTokenRequestConverter(new ApiKeyGrantConverter())
                    .authenticationProvider(apiKeys));
            server.clientAuthentication(client ->
                    client.authenticationProviders(providers -> providers.forEach(each -> {
                        if (each instanceof ClientSecretAuthenticationProvider secrets) {
                            secrets.setPasswordEncoder(new ClientSecretEncoder());
                        }
                    })));
        });
        RequestMatcher authorize = PathPatternRequestMatcher.withDefaults().matcher("/oauth2/authorize");
        http.authorizeHttpRequests(requests ->
                requests.requestMatchers(authorize).access(gate).anyRequest().authenticated());
        // The user info endpoint takes the token that the program was given, which is one for the gateway.
        JwtDecoder givenTokens = decoder(keys, settings, Audiences.GATEWAY);
        http.oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(givenTokens)));
        http.exceptionHandling(handling -> {
            handling.defaultAuthenticationEntryPointFor(gate.loginPage(), authorize);
            gate.leadOn(handling);
        });
        return http.build();
    }

    /** What is neither an endpoint of the issuer nor its login page does not exist under the prefix. */
    @Bean
    @Order(10)
    SecurityFilterChain nothingElseUnderThePrefix(HttpSecurity http, Problems problems) throws Exception {
        http.securityMatcher(IssuerPathFilter::applies);
        http.authorizeHttpRequests(requests -> requests.anyRequest().denyAll());
        http.csrf(csrf -> csrf.disable());
        http.requestCache(cache -> cache.disable());
        http.exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, refused) ->
                        problems.write(request, response, ErrorCode.NOT_FOUND, "there is nothing here", null))
                .accessDeniedHandler((request, response, refused) ->
                        problems.write(request, response, ErrorCode.NOT_FOUND, "there is nothing here", null)));
        return http.build();
    }
}
