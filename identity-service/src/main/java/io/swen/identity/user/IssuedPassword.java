package io.swen.identity.user;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer that shows a generated password, once.
 *
 * @param password null where the call was a repetition under its Idempotency-Key: it is not stored, so reset it
 */
@Schema(name = "IssuedPassword")
record IssuedPassword(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) User user,

        @Schema(
                types = {"string", "null"},
                description = "shown once; null when a request is repeated")
        @Nullable
        String password) {

    @Override
    public String toString() {
        return "IssuedPassword[user=" + user.actorId() + ", password=redacted]";
    }
}
