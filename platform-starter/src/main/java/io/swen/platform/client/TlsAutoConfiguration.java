package io.swen.platform.client;

import io.swen.platform.security.VerifiedTokens;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestTemplate;

/** Gives every call between services the certificate of the SSL bundle that {@code swen.tls.bundle} names. */
@AutoConfiguration(
        beforeName = "io.swen.platform.PlatformAutoConfiguration",
        afterName = "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration")
public class TlsAutoConfiguration {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Bean
    InternalTls internalTls(SslBundles bundles, @Value("${swen.tls.bundle:}") String bundle) {
        return bundle.isBlank() ? InternalTls.NONE : new InternalTls(bundles.getBundle(bundle));
    }

    /** The issuer's keys are fetched as any other call is made: by this certificate, and within a time-out. */
    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer keysOverInternalTls(InternalTls tls, VerifiedTokens verified) {
        RestTemplate keys = new RestTemplate(tls.requests(TIMEOUT, TIMEOUT));
        keys.getInterceptors().add((request, body, call) -> {
            ClientHttpResponse answer = call.execute(request, body);
            verified.forget();
            return answer;
        });
        return decoder -> decoder.restOperations(keys);
    }
}
