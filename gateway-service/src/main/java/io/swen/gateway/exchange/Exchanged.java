package io.swen.gateway.exchange;

import java.time.Duration;
import java.time.Instant;

/** How an exchange ended. */
sealed interface Exchanged {

    /** @param ofKey whether it stands for an API key, which may be revoked at any moment */
    record Token(String value, Instant expiresAt, boolean ofKey) implements Exchanged {

        /** How long it may be used at most, whatever its own life. */
        Duration longest(Duration keysFor) {
            return ofKey ? keysFor : Duration.ofHours(1);
        }

        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    /** The credential is wrong, expired or revoked. */
    record Refused(String detail) implements Exchanged {}

    /** The issuer answered with something that no caller can help, such as an audience that it does not know. */
    record Unusable() implements Exchanged {}

    /** The issuer did not answer. */
    record Outage() implements Exchanged {}
}
