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

    private @Nullable Instant erasedAt;

    private @Nullable String filePasswordHash;

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

    /** The hash of what the users file said last; that of the present password where it is not known. */
    @Nullable
    String filePasswordHash() {
        return filePasswordHash == null ? passwordHash : filePasswordHash;
    }

    /** Takes the password of the users file over. */
    void changeToFilePassword(String newHash, Instant at) {
        changePassword(newHash, at);
        filePasswordHash = newHash;
    }

    void changePassword(String newHash, Instant at) {
        if (filePasswordHash == null) {
            filePasswordHash = passwordHash;
        }
        passwordHash = newHash;
        updatedAt = at;
    }

    void edit(
            String newDisplayName,
            Collection<Role> newRoles,
            Collection<String> newTeams,
            Collection<String> newEnvironments,
            boolean nowEnabled,
            Instant at) {
        displayName = newDisplayName;
        roles = names(newRoles);
        teams = newTeams.toArray(String[]::new);
        environments = newEnvironments.toArray(String[]::new);
        enabled = nowEnabled;
        updatedAt = at;
    }

    /** Leaves nothing but the id; the login name becomes one that nobody can have, the password one that nobody knows. */
    void erase(String unknownPasswordHash, Instant at) {
        username = "erased:" + id;
        displayName = "erased";
        passwordHash = unknownPasswordHash;
        filePasswordHash = null;
        issuer = null;
        subject = null;
        roles = new String[0];
        teams = new String[0];
        environments = new String[0];
        enabled = false;
        erasedAt = at;
        updatedAt = at;
    }

    boolean isErased() {
        return erasedAt != null;
    }

    long version() {
        return version;
    }

    String idText() {
        return id.toString();
    }

    private static String[] names(Collection<Role> roles) {
        return roles.stream()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .toArray(String[]::new);
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
