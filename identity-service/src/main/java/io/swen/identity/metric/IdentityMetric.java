package io.swen.identity.metric;

import static io.swen.platform.metric.Declaration.counter;

import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.Declared;

/** Every metric that this service adds to those of the platform. */
public enum IdentityMetric implements Declared {
    LOGINS(counter("swen.identity.logins", "Steps of logins")
            .by("factor", "password", "code", "totp", "recovery_code", "passkey", "federated")
            .by("outcome", "succeeded", "refused", "locked", "replayed", "no-group", "disabled")),
    KEYS_SHOWN(counter("swen.identity.api.keys.shown", "API keys that were shown")
            .by("outcome", "accepted", "refused", "malformed"));

    private final Declaration declaration;

    IdentityMetric(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }
}
