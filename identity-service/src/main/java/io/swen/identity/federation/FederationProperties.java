package io.swen.identity.federation;

import io.swen.platform.security.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The external issuer that people may log in at.
 *
 * @param issuerUri blank for none; its discovery document is read at the first login
 * @param name how the login page calls it
 * @param clientSecret comes from a file of the config tree
 * @param groupsClaim the claim of its ID token that lists a person's groups
 * @param groupMappings what a group gives here; who is in none of them is refused
 * @param mfaAmr values of {@code amr} that say that it saw a second factor
 * @param mfaAcr values of {@code acr} that say so
 */
@ConfigurationProperties("swen.identity.federation")
record FederationProperties(
        @DefaultValue("") String issuerUri,
        @DefaultValue("your organisation") String name,
        @DefaultValue("") String clientId,
        @Nullable String clientSecret,
        @DefaultValue({"openid", "profile"}) Set<String> scopes,
        @DefaultValue("groups") String groupsClaim,
        @DefaultValue List<Mapping> groupMappings,
        @DefaultValue Set<String> mfaAmr,
        @DefaultValue Set<String> mfaAcr) {

    /** What one group gives. */
    record Mapping(
            String group,
            List<Role> roles,
            @DefaultValue("*") Set<String> teams,
            @DefaultValue("*") Set<String> environments) {

        Mapping {
            roles = List.copyOf(roles);
            teams = Set.copyOf(teams);
            environments = Set.copyOf(environments);
        }
    }

    FederationProperties {
        scopes = Set.copyOf(scopes);
        groupMappings = List.copyOf(groupMappings);
        mfaAmr = Set.copyOf(mfaAmr);
        mfaAcr = Set.copyOf(mfaAcr);
        if (!issuerUri.isBlank()) {
            List<String> problems = new ArrayList<>();
            URI uri = URI.create(issuerUri);
            if (!"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
                problems.add("issuer-uri must be an http or https address");
            }
            if (clientId.isBlank() || clientSecret == null || clientSecret.isBlank()) {
                problems.add("client-id and client-secret must be given");
            }
            if (!scopes.contains("openid")) {
                problems.add("scopes must contain openid");
            }
            if (groupMappings.isEmpty()) {
                problems.add("group-mappings must not be empty: nobody could log in");
            }
            for (Mapping mapping : groupMappings) {
                if (mapping.group().isBlank()
                        || mapping.roles().isEmpty()
                        || mapping.roles().contains(Role.SERVICE)) {
                    problems.add("group-mappings must each have a group and roles of viewer operator approver admin"
                            + " auditor, and that of \"" + mapping.group() + "\" has not");
                }
            }
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("swen.identity.federation: " + String.join("; ", problems));
            }
        }
    }

    boolean enabled() {
        return !issuerUri.isBlank();
    }

    @Override
    public String toString() {
        return "FederationProperties[issuerUri=" + issuerUri + ", clientId=" + clientId + ", clientSecret=redacted]";
    }
}
