package io.swen.gateway.exchange;

import io.swen.platform.security.ActorAuthentication;
import org.jspecify.annotations.Nullable;

/** What a caller showed to be let in; it is exchanged for a service's token and never handed on itself. */
public sealed interface Credential {

    String value();

    /** The login that it came of; null where it came of none. */
    @Nullable
    Login login();

    /**
     * A login at the issuer.
     *
     * @param session the issuer's name for it; null where the token does not say
     */
    record Login(String subject, @Nullable String session) {

        /** Whether it is meant by a subject, a session or both. */
        boolean isOf(@Nullable String wantedSubject, @Nullable String wantedSession) {
            return (wantedSubject != null || wantedSession != null)
                    && (wantedSubject == null || wantedSubject.equals(subject))
                    && (wantedSession == null || wantedSession.equals(session));
        }
    }

    /** The access token of a person, sent as bearer or kept in a session. */
    record AccessToken(String value, @Nullable Login login) implements Credential {

        @Override
        public String toString() {
            return "AccessToken[redacted]";
        }
    }

    /** The API key of a program. */
    record ApiKey(String value) implements Credential {

        @Override
        public @Nullable Login login() {
            return null;
        }

        @Override
        public String toString() {
            return "ApiKey[redacted]";
        }
    }

    /** What the caller of a request showed; an API key stays with the authentication as its details. */
    static Credential of(ActorAuthentication caller) {
        return caller.getDetails() instanceof ApiKey key
                ? key
                : new AccessToken(
                        caller.getToken().getTokenValue(),
                        new Login(caller.actor().name(), caller.getToken().getClaimAsString("sid")));
    }
}
