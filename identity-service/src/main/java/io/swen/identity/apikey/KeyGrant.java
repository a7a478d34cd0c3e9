package io.swen.identity.apikey;

import io.swen.identity.user.User;
import io.swen.platform.security.Role;
import java.util.List;
import java.util.UUID;

/** What a key that was shown lets its holder do at this moment: its scope, cut down to what its owner may. */
public record KeyGrant(UUID keyId, User owner, List<Role> roles, List<String> teams, List<String> environments) {

    public KeyGrant {
        roles = List.copyOf(roles);
        teams = List.copyOf(teams);
        environments = List.copyOf(environments);
    }
}
