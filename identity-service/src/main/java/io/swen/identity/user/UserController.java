package io.swen.identity.user;

import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.ETags;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.platform.security.Role;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the people who may log in. */
@RestController
class UserController {

    private static final String PATH = "/api/v1/users";
    private static final int LONGEST_TEXT = 100;

    private final Users users;
    private final UserAdministration administration;
    private final Idempotency idempotency;

    UserController(Users users, UserAdministration administration, Idempotency idempotency) {
        this.users = users;
        this.administration = administration;
        this.idempotency = idempotency;
    }

    /** The caller: a person as stored, a service as its token says. */
    @GetMapping(PATH + "/me")
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

    @GetMapping(PATH)
    Page<User> list(
            @RequestParam(name = "q", required = false) @Nullable String text,
            @RequestParam(name = "role", required = false) @Nullable Role role,
            @RequestParam(name = "team", required = false) @Nullable String team,
            @RequestParam(name = "enabled", required = false) @Nullable Boolean enabled,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        if (text != null && text.length() > LONGEST_TEXT) {
            throw ProblemException.invalidField("q", text.length() + " characters", "at most " + LONGEST_TEXT);
        }
        return administration.list(new UserFilter(text, role, team, enabled), cursor, Cursors.limit(limit));
    }

    @GetMapping(PATH + "/{id}")
    ResponseEntity<User> get(@PathVariable("id") UUID id) {
        return answer(administration.get(id));
    }

    @PostMapping(PATH)
    ResponseEntity<?> create(
            @RequestBody NewUser asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(key, "POST " + PATH, asked, HttpStatus.CREATED, () -> administration.create(asked));
    }

    @PutMapping(PATH + "/{id}")
    ResponseEntity<User> edit(
            @PathVariable("id") UUID id,
            @RequestBody UserEdit asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        return answer(administration.edit(id, asked, ifMatch));
    }

    @PostMapping(PATH + "/{id}/password-resets")
    ResponseEntity<?> resetPassword(
            @PathVariable("id") UUID id,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(
                key,
                "POST " + PATH + "/" + id + "/password-resets",
                id,
                HttpStatus.OK,
                () -> administration.resetPassword(id));
    }

    /** What is stored for a repetition has no password, so that neither the database nor a second caller ever has it. */
    private ResponseEntity<?> once(
            @Nullable String key,
            String operation,
            Object asked,
            HttpStatus status,
            Supplier<UserAdministration.Issued> action) {
        AtomicReference<UserAdministration.@Nullable Issued> issued = new AtomicReference<>();
        ResponseEntity<?> stored = idempotency.once(key, operation, asked, () -> {
            UserAdministration.Issued made = action.get();
            issued.set(made);
            return answer(status, made.user(), null);
        });
        UserAdministration.Issued made = issued.get();
        return made == null ? stored : answer(status, made.user(), made.password());
    }

    private static ResponseEntity<IssuedPassword> answer(
            HttpStatus status, UserAdministration.Versioned user, @Nullable String password) {
        return ResponseEntity.status(status)
                .header(
                        HttpHeaders.LOCATION,
                        URI.create(PATH + "/" + user.user().actorId()).toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .eTag(ETags.of(user.version()))
                .body(new IssuedPassword(user.user(), password));
    }

    private static ResponseEntity<User> answer(UserAdministration.Versioned user) {
        return ResponseEntity.ok().eTag(ETags.of(user.version())).body(user.user());
    }
}
