package io.swen.platform.client;

import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/** Makes the HTTP clients that speak with a token endpoint: forms go in, tokens or OAuth errors come out, within a time-out. */
public final class TokenEndpoints {

    private TokenEndpoints() {}

    /** Answers are {@code OAuth2AccessTokenResponse}s, refusals {@code OAuth2AuthorizationException}s; no redirect is followed. */
    public static RestClient client(Duration timeout, InternalTls tls) {
        return RestClient.builder()
                .requestFactory(tls.requests(timeout, timeout))
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultHeaders(headers -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }
}
