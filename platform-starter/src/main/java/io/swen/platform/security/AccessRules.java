package io.swen.platform.security;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;

/** The one table of a service that says which roles may make which calls; what it does not list is denied to everyone. */
public record AccessRules(List<Rule> rules) {

    /** Any role that a person or an API key can have. */
    public static final Role[] ANYONE = {
        Role.VIEWER, Role.OPERATOR, Role.APPROVER, Role.ADMIN, Role.AUDITOR, Role.SERVICE
    };

    /** One row: the method and path pattern of the calls, and the roles that may make them. */
    public record Rule(HttpMethod method, String pattern, List<Role> roles) {

        public Rule {
            roles = List.copyOf(roles);
        }
    }

    public AccessRules {
        rules = List.copyOf(rules);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the rows; the first that matches a call decides. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /** Lets these roles make calls of this method on paths of this pattern (Spring's path patterns). */
        public Builder allow(HttpMethod method, String pattern, Role... roles) {
            rules.add(new Rule(method, pattern, List.of(roles)));
            return this;
        }

        public AccessRules build() {
            return new AccessRules(rules);
        }
    }
}
