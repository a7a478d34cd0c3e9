package io.swen.cli.access;

import java.util.Set;

/** Somebody who makes calls, with the token to make them with. */
sealed interface Caller {

    String name();

    String token();

    /** A person of one role, who sees one team. */
    record Person(String role, String token) implements Caller {
        @Override
        public String name() {
            return role;
        }

        @Override
        public String toString() {
            return "Person[role=" + role + ", token=redacted]";
        }
    }

    /** An API key of a person, which cannot show a second factor. */
    record Key(Set<String> roles, String token) implements Caller {
        @Override
        public String name() {
            return "key";
        }

        @Override
        public String toString() {
            return "Key[roles=" + roles + ", token=redacted]";
        }
    }

    /** A service that calls the service whose endpoint it is, past the gateway. */
    record Service(String clientId, String token) implements Caller {
        @Override
        public String name() {
            return clientId;
        }

        @Override
        public String toString() {
            return "Service[clientId=" + clientId + ", token=redacted]";
        }
    }
}
