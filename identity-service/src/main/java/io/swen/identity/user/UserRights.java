package io.swen.identity.user;

import io.swen.platform.security.Role;
import java.util.List;

/** What the audit log keeps of a person: what the person may do, and no name, as what stands there cannot be removed again. */
record UserRights(List<Role> roles, List<String> teams, List<String> environments, boolean enabled) {

    static UserRights of(User user) {
        return new UserRights(user.roles(), user.teams(), user.environments(), user.enabled());
    }
}
