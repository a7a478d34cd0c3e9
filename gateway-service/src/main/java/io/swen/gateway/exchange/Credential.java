package io.swen.gateway.exchange;

import io.swen.platform.security.ActorAuthentication;

/** What a caller showed to be let in; it is exchanged for a service's token and never handed on itself. */
public sealed interface Credential {

    String value();

    /** The access token of a person, sent as bearer or kept in a session. */
    record AccessToken(String value) implements Credential {

        @Override
        public String toString() {
            return "AccessToken[redacted]";
        }
    }

    /** The API key of a program. */
    record ApiKey(String value) implements Credential {

        @Override
        public String toString() {
            return "ApiKey[redacted]";
        }
    }

    /** What the caller of a request showed; an API key stays with the authentication as its details. */
    static Credential of(ActorAuthentication caller) {
        return caller.getDetails() instanceof ApiKey key
                ? key
                : new AccessToken(caller.getToken().getTokenValue());
    }
}
