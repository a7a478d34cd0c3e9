package io.swen.identity.apikey;

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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Serves people the keys of their programs, and admins everybody's. */
@RestController
class ApiKeyController {

    private static final String ALL = "all";
    private static final String PATH = "/api/v1/api-keys";

    private final ApiKeys keys;
    private final Idempotency idempotency;

    ApiKeyController(ApiKeys keys, Idempotency idempotency) {
        this.keys = keys;
        this.idempotency = idempotency;
    }

    /** The caller's own keys; admins may name another owner by actor id, or {@code all}. */
    @GetMapping(PATH)
    Page<ApiKey> list(
            @RequestParam(name = "owner", required = false) @Nullable String owner,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit) {
        return keys.list(ownerFilter(owner), cursor, Cursors.limit(limit));
    }

    @GetMapping(PATH + "/{id}")
    ResponseEntity<ApiKey> get(@PathVariable("id") UUID id) {
        ApiKey key = keys.find(id, visible());
        return ResponseEntity.ok().eTag(ETags.of(key.version())).body(key);
    }

    @PostMapping(PATH)
    ResponseEntity<?> create(
            @RequestBody NewApiKey asked,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(
                key,
                "POST " + PATH,
                asked,
                HttpStatus.CREATED,
                () -> keys.create(Actor.current().id(), asked));
    }

    @PostMapping(PATH + "/{id}/rotations")
    ResponseEntity<?> rotate(
            @PathVariable("id") UUID id,
            @RequestBody Rotation asked,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return once(
                key,
                "POST " + PATH + "/" + id + "/rotations",
                asked,
                HttpStatus.OK,
                () -> keys.rotate(id, Actor.current().id(), asked, ifMatch));
    }

    @DeleteMapping(PATH + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable("id") UUID id) {
        keys.revoke(id, visible());
    }

    /** What is stored for a repetition has no secret, so that neither the database nor a second caller ever has it. */
    private ResponseEntity<?> once(
            @Nullable String key, String operation, Object asked, HttpStatus status, Supplier<ApiKeys.Issued> action) {
        AtomicReference<ApiKeys.@Nullable Issued> issued = new AtomicReference<>();
        ResponseEntity<?> stored = idempotency.once(key, operation, asked, () -> {
            ApiKeys.Issued made = action.get();
            issued.set(made);
            return answer(status, made.key(), null);
        });
        ApiKeys.Issued made = issued.get();
        return made == null ? stored : answer(status, made.key(), made.secret().text());
    }

    private static ResponseEntity<IssuedKey> answer(HttpStatus status, ApiKey key, @Nullable String secret) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.LOCATION, URI.create(PATH + "/" + key.id()).toString())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .eTag(ETags.of(key.version()))
                .body(new IssuedKey(key, secret));
    }

    private static @Nullable UUID visible() {
        Actor caller = Actor.current();
        return caller.has(Role.ADMIN) ? null : caller.id();
    }

    private static @Nullable UUID ownerFilter(@Nullable String asked) {
        Actor caller = Actor.current();
        if (asked == null) {
            return caller.id();
        }
        if (caller.has(Role.ADMIN) && asked.equals(ALL)) {
            return null;
        }
        try {
            UUID owner = UUID.fromString(asked);
            // Of others there is nothing to be seen, and neither whether they exist.
            return caller.has(Role.ADMIN) || owner.equals(caller.id()) ? owner : new UUID(0, 0);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalidField("owner", asked, "an actor id, or all for admins");
        }
    }
}
