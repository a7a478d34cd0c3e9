package io.swen.gitops.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which hosts may send webhooks; one without a secret may not.
 *
 * @param hosts the secrets by host; they come from files of the config tree or from the environment
 * @param tolerance how far the time in a signed delivery may be from ours, where the host signs one
 * @param remember how long the id of a delivery is remembered
 */
@Validated
@ConfigurationProperties("swen.gitops.webhooks")
record WebhookProperties(
        @DefaultValue Map<WebhookHost, Secrets> hosts,
        @DefaultValue("5m") Duration tolerance,
        @DefaultValue("P7D") Duration remember) {

    private static final int SHORTEST = 16;

    /**
     * What a host signs with.
     *
     * @param secret of now
     * @param previous the one before it, as long as the host has not been told the new one
     * @param signed of GitLab: a delivery has to be signed, its token alone is not enough
     */
    record Secrets(
            @Nullable String secret,
            @Nullable String previous,
            @DefaultValue("false") boolean signed) {

        Secrets {
            secret = blankToNull(secret);
            previous = blankToNull(previous);
            Stream.of(secret, previous).filter(Objects::nonNull).forEach(given -> {
                if (given.length() < SHORTEST) {
                    throw new IllegalArgumentException(
                            "swen.gitops.webhooks: a secret has at least " + SHORTEST + " characters");
                }
            });
        }

        /** Those that count, the one of now first. */
        Stream<String> all() {
            return Stream.of(secret, previous).filter(Objects::nonNull).map(given -> (String) given);
        }

        private static @Nullable String blankToNull(@Nullable String given) {
            return given == null || given.isBlank() ? null : given.strip();
        }

        @Override
        public String toString() {
            return "Secrets[" + all().count() + " redacted, signed=" + signed + "]";
        }
    }

    WebhookProperties {
        hosts = Map.copyOf(hosts);
        if (!tolerance.isPositive() || !remember.isPositive()) {
            throw new IllegalArgumentException("swen.gitops.webhooks: tolerance and remember must be positive");
        }
    }
}
