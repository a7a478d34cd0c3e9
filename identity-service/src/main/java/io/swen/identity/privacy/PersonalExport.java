package io.swen.identity.privacy;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.identity.user.User;
import java.time.Instant;
import java.util.Map;

/**
 * Everything that this service stores of a person.
 *
 * @param sections by the part that stores it; see docs/privacy.md
 */
@Schema(name = "PersonalData")
record PersonalExport(
        @JsonProperty("exported_at") @Schema(requiredMode = REQUIRED)
        Instant exportedAt,

        @Schema(requiredMode = REQUIRED) User user,
        @Schema(requiredMode = REQUIRED) Map<String, Object> sections) {}
