package io.swen.identity.user;

import io.swen.platform.security.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file of users that an operator hands to the service. */
record UserFile(List<Entry> users) {

    private static final Pattern NAME = Pattern.compile(UserRules.NAME_PATTERN);
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 200;

    UserFile {
        users = List.copyOf(users);
        Set<String> names = new HashSet<>();
        Set<UUID> ids = new HashSet<>();
        for (Entry user : users) {
            if (!names.add(user.username()) || !ids.add(user.actorId())) {
                throw new IllegalArgumentException(
                        "username and actor_id must be unique, " + user.username() + " is not");
            }
        }
    }

    /**
     * One user with the password in clear; never logged.
     *
     * @param totpSecret Base32 of an authenticator app's secret; null where the person sets one up
     */
    record Entry(
            String username,
            String password,
            UUID actorId,
            @Nullable String displayName,
            List<Role> roles,
            List<String> teams,
            List<String> environments,
            @Nullable String totpSecret) {

        Entry {
            if (!NAME.matcher(username).matches()) {
                throw new IllegalArgumentException("username must be 1 to 100 of a-z 0-9 . _ @ - : " + username);
            }
            if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
                throw new IllegalArgumentException("the password of " + username + " must have " + SHORTEST_PASSWORD
                        + " to " + LONGEST_PASSWORD + " characters");
            }
            if (roles.isEmpty() || roles.contains(Role.SERVICE)) {
                throw new IllegalArgumentException(
                        "roles of " + username + " must be one or more of viewer operator approver admin auditor");
            }
            roles = List.copyOf(roles);
            teams = List.copyOf(teams);
            environments = List.copyOf(environments);
        }

        @Override
        public String toString() {
            return "Entry[username=" + username + ", password=redacted, totpSecret=redacted]";
        }
    }
}
