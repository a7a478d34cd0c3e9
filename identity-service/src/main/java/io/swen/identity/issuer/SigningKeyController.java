package io.swen.identity.issuer;

import io.swen.platform.idempotency.Idempotency;
import io.swen.platform.page.Page;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Shows which keys sign tokens and rotates them. */
@RestController
class SigningKeyController {

    private static final String PATH = "/api/v1/signing-keys";

    private final SigningKeyRotation rotation;
    private final Idempotency idempotency;

    SigningKeyController(SigningKeyRotation rotation, Idempotency idempotency) {
        this.rotation = rotation;
        this.idempotency = idempotency;
    }

    @GetMapping(PATH)
    Page<SigningKeyView> list() {
        return new Page<>(rotation.list(), null);
    }

    /** Publishes a new key, which signs when all have had the time to fetch it. */
    @PostMapping(PATH + "/rotations")
    ResponseEntity<?> rotate(@RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        return idempotency.once(
                key,
                "POST " + PATH + "/rotations",
                "",
                () -> ResponseEntity.status(HttpStatus.CREATED).body(rotation.rotate()));
    }
}
