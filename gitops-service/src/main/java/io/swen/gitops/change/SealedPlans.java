package io.swen.gitops.change;

import io.swen.gitops.contract.Plan;
import io.swen.platform.crypto.Envelope;
import io.swen.platform.crypto.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Plans as they are stored: sealed, because they say what is about to be made, with which settings. */
@Configuration(proxyBeanMethods = false)
class SealedPlans {

    private static final String KIND = "plan";

    private final Envelope envelope;
    private final JsonMapper json;

    SealedPlans(Envelope envelope, JsonMapper json) {
        this.envelope = envelope;
        this.json = json;
    }

    @Bean
    static SealedColumn sealedPlanColumn() {
        return SealedColumn.of("change", "id", "plan", KIND);
    }

    String seal(UUID changeId, Plan plan) {
        return envelope.seal(context(changeId), json.writeValueAsBytes(plan));
    }

    Plan open(UUID changeId, String stored) {
        // Until the first run of the rotation, plans of before they were sealed stand in the clear.
        byte[] plain = Envelope.isSealed(stored)
                ? envelope.open(context(changeId), stored)
                : stored.getBytes(StandardCharsets.UTF_8);
        return json.readValue(plain, Plan.class);
    }

    private static String context(UUID changeId) {
        return KIND + ":" + changeId;
    }
}
