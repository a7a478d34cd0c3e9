package io.swen.identity.user;

import io.swen.platform.security.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stored form of a {@link User}, with the hash of the password. */
@Entity
@Table(name = "user_account")
class Account {

    @Id
    private UUID id;

    private String username;
    private String displayName;

    /** Null for somebody who logs in at an external issuer. */
    private @Nullable String passwordHash;

    /** The external issuer that knows this person, and its name for them; both null for a local account. */
    private @Nullable String issuer;

    private @Nullable String subject;

    @Column(columnDefinition = "text[]")
    private String[] roles;

    @Column(columnDefinition = "text[]")
    private String[] teams;

    @Column(columnDefinition = "text[]")
    private String[] environments;

    private boolean enabled;

    @SuppressWarnings("UnusedVariable") // for whoever looks at the table
    private Instant createdAt;

    @SuppressWarnings("UnusedVariable") // likewise
    private Instant updatedAt;

    @Version
    private long version;

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
    protected Account() {}

    Account(
            UUID id,
            String username,
            String displayName,
            @Nullable String passwordHash,
            Collection<Role> roles,
            Collection<String> teams,
            Collection<String> environments,
            Instant at) {
        this.id = id;
        this.username = username;
        this.displayName = displayName;
        this.passwordHash = passwordHash;
        this.roles = names(roles);
        this.teams = teams.toArray(String[]::new);
        this.environments = environments.toArray(String[]::new);
        this.enabled = true;
        this.createdAt = at;
        this.updatedAt = at;
    }

    UUID id() {
        return id;
    }

    String username() {
        return username;
    }

    @Nullable
    String passwordHash() {
        return passwordHash;
    }

    boolean isFederated() {
        return issuer != null && subject != null;
    }

    void federate(String byIssuer, String withSubject) {
        issuer = byIssuer;
        subject = withSubject;
    }

    /** Takes over what the external issuer says today; false if it is what it said before. */
    boolean grant(
            String newDisplayName,
            Collection<Role> newRoles,
            Collection<String> newTeams,
            Collection<String> newEnvironments,
            Instant at) {
        String[] asRoles = names(newRoles);
        String[] asTeams = newTeams.stream().sorted().toArray(String[]::new);
        String[] asEnvironments = newEnvironments.stream().sorted().toArray(String[]::new);
        if (displayName.equals(newDisplayName)
                && Arrays.equals(roles, asRoles)
                && Arrays.equals(teams, asTeams)
                && Arrays.equals(environments, asEnvironments)) {
            return false;
        }
        displayName = newDisplayName;
        roles = asRoles;
        teams = asTeams;
        environments = asEnvironments;
        updatedAt = at;
        return true;
    }

    private static String[] names(Collection<Role> roles) {
        return roles.stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .sorted()
                .toArray(String[]::new);
    }

    void changePassword(String newHash, Instant at) {
        passwordHash = newHash;
        updatedAt = at;
    }

    User user() {
        return new User(
                id,
                username,
                displayName,
                Arrays.stream(roles)
                        .map(role -> Role.valueOf(role.toUpperCase(Locale.ROOT)))
                        .toList(),
                Arrays.asList(teams),
                Arrays.asList(environments),
                enabled);
    }
}
