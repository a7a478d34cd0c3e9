package io.swen.platform;

import io.swen.platform.client.InternalTls;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.ServiceTokens;
import io.swen.platform.client.SwenService;
import io.swen.platform.json.CanonicalJson;
import io.swen.platform.problem.ProblemAdvice;
import io.swen.platform.problem.Problems;
import io.swen.platform.problem.RefusalListener;
import io.swen.platform.time.PlatformClock;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Problems, domain time, canonical JSON and the clients of the other services. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration"
        })
@EnableConfigurationProperties(SwenProperties.class)
@Import(ProblemAdvice.class)
public class PlatformAutoConfiguration {

    @Bean
    Problems problems(JsonMapper json, ObjectProvider<RefusalListener> refusals) {
        return new Problems(json, (request, code) -> refusals.ifAvailable(listener -> listener.refused(request, code)));
    }

    @Bean
    CanonicalJson canonicalJson(JsonMapper json) {
        return new CanonicalJson(json);
    }

    /** Domain time. It is the only clock in the context; what needs wall time says so with {@link InstantSource#system()}. */
    @Bean(initMethod = "start")
    @ConditionalOnMissingBean(Clock.class)
    PlatformClock clock(SwenProperties properties, JsonMapper json) {
        return new PlatformClock(InstantSource.system(), properties.clockUrl(), json);
    }

    @Bean
    @Lazy
    ServiceTokens serviceTokens(SwenProperties properties, InternalTls tls) {
        String secret = properties.security().clientSecret();
        if (secret == null || secret.isBlank()) {
            throw new IllegalStateException(
                    "swen.security.client-secret is not set: put it into a file of that name in SWEN_SECRETS_DIR");
        }
        URI identity = properties.services().get(SwenService.IDENTITY);
        return new ServiceTokens(
                URI.create(identity + "/identity/oauth2/token"),
                properties.security().clientId(),
                secret,
                tls);
    }

    @Bean
    @Lazy
    ServiceClients serviceClients(
            RestClient.Builder builder,
            SwenProperties properties,
            ServiceTokens tokens,
            JsonMapper json,
            InternalTls tls) {
        return new ServiceClients(builder, properties.services(), tokens, json, tls);
    }
}
