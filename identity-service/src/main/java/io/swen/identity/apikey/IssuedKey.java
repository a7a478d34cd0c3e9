package io.swen.identity.apikey;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The answer that shows a secret, once.
 *
 * @param secret null where the call was a repetition under its Idempotency-Key: the secret is not stored, so rotate the key
 */
@Schema(name = "IssuedApiKey")
record IssuedKey(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) ApiKey key,

        @Schema(
                types = {"string", "null"},
                description = "shown once; null when a request is repeated")
        @Nullable
        String secret) {

    @Override
    public String toString() {
        return "IssuedKey[key=" + key.id() + ", secret=redacted]";
    }
}
