package io.swen.identity.user;

import io.swen.platform.security.Role;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Somebody as an external issuer knows them, with the rights that their groups give here.
 *
 * @param issuer the external issuer
 * @param subject its stable name for the person
 * @param preferredName what they would be called here, if that is free
 */
public record ExternalUser(
        String issuer,
        String subject,
        String preferredName,
        String displayName,
        List<Role> roles,
        Set<String> teams,
        Set<String> environments) {

    private static final int LONGEST = 100;

    public ExternalUser {
        if (roles.isEmpty() || roles.contains(Role.SERVICE)) {
            throw new IllegalArgumentException("somebody without a role of a person has no account here");
        }
        roles = List.copyOf(roles);
        teams = Set.copyOf(teams);
        environments = Set.copyOf(environments);
    }

    /** The preferred name in the letters that login names have here. */
    String wishedName() {
        String name = preferredName
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._@-]", "-")
                .replaceAll("^[^a-z0-9]+", "");
        return name.isEmpty() ? "user" : name.substring(0, Math.min(name.length(), LONGEST));
    }
}
