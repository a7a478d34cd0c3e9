package io.swen.platform.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which permission each call of a service needs; what is not listed is denied to everyone. */
public record AccessRules(List<Rule> rules) {

    /** What every service has. */
    private static final List<Rule> PLATFORM = List.of(
            new Rule(HttpMethod.GET, "/actuator/**", Permission.OPERATIONS_READ),
            new Rule(HttpMethod.GET, "/v3/api-docs/**", Permission.API_DESCRIPTION_READ),
            new Rule(HttpMethod.GET, "/v3/api-docs.yaml", Permission.API_DESCRIPTION_READ),
            new Rule(HttpMethod.GET, "/api/v1/events", Permission.EVENT_READ),
            new Rule(HttpMethod.GET, "/api/v1/audit/{service}/events", Permission.AUDIT_READ),
            new Rule(HttpMethod.GET, "/api/v1/audit/{service}/verification", Permission.AUDIT_READ),
            new Rule(HttpMethod.GET, "/api/v1/audit/{service}/export", Permission.AUDIT_READ),
            new Rule(HttpMethod.GET, "/api/v1/errors/{service}", Permission.ERROR_READ),
            new Rule(HttpMethod.GET, "/api/v1/errors/{service}/{fingerprint}", Permission.ERROR_READ),
            new Rule(HttpMethod.POST, "/api/v1/errors/{service}/{fingerprint}/acknowledge", Permission.ERROR_WRITE),
            new Rule(HttpMethod.POST, "/api/v1/errors/{service}/{fingerprint}/resolve", Permission.ERROR_WRITE),
            new Rule(HttpMethod.GET, "/api/v1/service-map/{service}", Permission.SERVICE_MAP_READ),
            new Rule(HttpMethod.GET, "/api/v1/profiling/{service}", Permission.PROFILING_READ),
            new Rule(HttpMethod.PUT, "/api/v1/profiling/{service}", Permission.PROFILING_WRITE),
            new Rule(HttpMethod.DELETE, "/api/v1/profiling/{service}", Permission.PROFILING_WRITE),
            new Rule(HttpMethod.GET, "/api/v1/profiling/{service}/recording", Permission.PROFILING_WRITE));

    /** One row: the method and path pattern (Spring's) of the calls, and the permission they need. */
    public record Rule(HttpMethod method, String pattern, Permission permission) {

        private static final PathPatternParser PARSER = new PathPatternParser();

        boolean covers(HttpMethod called, String path) {
            PathPattern parsed = PARSER.parse(pattern);
            return method.equals(called) && parsed.matches(PathContainer.parsePath(path));
        }
    }

    public AccessRules {
        rules = Stream.concat(rules.stream(), PLATFORM.stream()).distinct().toList();
    }

    /** The rule that decides about a call, if there is one. */
    public Optional<Rule> ruleFor(HttpMethod method, String path) {
        return rules.stream().filter(rule -> rule.covers(method, path)).findFirst();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects the rows; the first that matches a call decides. */
    public static final class Builder {

        private final List<Rule> rules = new ArrayList<>();

        private Builder() {}

        /** Lets those who have the permission make calls of this method on paths of this pattern. */
        public Builder allow(HttpMethod method, String pattern, Permission permission) {
            rules.add(new Rule(method, pattern, permission));
            return this;
        }

        /** The same for reading several paths. */
        public Builder allowReading(Permission permission, String... patterns) {
            for (String pattern : patterns) {
                allow(HttpMethod.GET, pattern, permission);
            }
            return this;
        }

        /** The calls that every service has which stores something sealed. */
        public Builder allowEncryptionKeys() {
            String keys = "/api/v1/encryption-keys/{service}";
            return allow(HttpMethod.GET, keys, Permission.ENCRYPTION_KEY_READ)
                    .allow(HttpMethod.POST, keys + "/rotation", Permission.ENCRYPTION_KEY_ROTATE)
                    .allow(HttpMethod.POST, keys + "/{key_id}/retirement", Permission.ENCRYPTION_KEY_ROTATE);
        }

        /** The calls that every service has which reads another's events. */
        public Builder allowSetAsideEvents() {
            String events = "/api/v1/set-aside-events/{service}";
            return allowReading(Permission.SET_ASIDE_READ, events, events + "/{id}")
                    .allow(HttpMethod.POST, events + "/{id}/retry", Permission.SET_ASIDE_WRITE)
                    .allow(HttpMethod.POST, events + "/{id}/dismiss", Permission.SET_ASIDE_WRITE);
        }

        public AccessRules build() {
            return new AccessRules(rules);
        }
    }
}
