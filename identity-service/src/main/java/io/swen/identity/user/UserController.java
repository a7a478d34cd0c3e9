package io.swen.identity.user;

import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the people who may log in. */
@RestController
class UserController {

    private final Users users;

    UserController(Users users) {
        this.users = users;
    }

    /** The caller: a person as stored, a service as its token says. */
    @GetMapping("/api/v1/users/me")
    User me() {
        Actor caller = Actor.current();
        if (caller.has(Role.SERVICE)) {
            return new User(
                    caller.id(),
                    caller.name(),
                    caller.name(),
                    caller.roles().stream().sorted().toList(),
                    caller.teams().stream().sorted().toList(),
                    caller.environments().stream().sorted().toList(),
                    true);
        }
        return users.find(caller.name()).orElseThrow(() -> ProblemException.notFound("user", caller.name()));
    }

    @GetMapping("/api/v1/users")
    Page<User> list(
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return users.list(cursor, Cursors.limit(limit));
    }
}
