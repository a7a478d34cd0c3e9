package io.swen.platform.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Decides whether the caller has a permission at this moment. */
final class PermissionCheck implements AuthorizationManager<RequestAuthorizationContext> {

    /** How a permission was decided; the access-denied handler tells the caller why. */
    enum Outcome implements AuthorizationResult {
        GRANTED,
        NOT_ALLOWED,
        STEP_UP_REQUIRED;

        @Override
        public boolean isGranted() {
            return this == GRANTED;
        }
    }

    private final Permission permission;
    private final Duration stepUpAge;
    private final InstantSource wall;

    PermissionCheck(Permission permission, Duration stepUpAge, InstantSource wall) {
        this.permission = permission;
        this.stepUpAge = stepUpAge;
        this.wall = wall;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        return authentication.get() instanceof ActorAuthentication caller ? decide(caller) : Outcome.NOT_ALLOWED;
    }

    private Outcome decide(ActorAuthentication caller) {
        if (!permission.isGrantedTo(caller.actor())) {
            return Outcome.NOT_ALLOWED;
        }
        if (!permission.needsStepUp() || caller.actor().has(Role.SERVICE)) {
            return Outcome.GRANTED;
        }
        if (caller.keyId() != null) {
            // A program has no second factor to show, so asking it for one would not help.
            return Outcome.NOT_ALLOWED;
        }
        Instant shown = caller.secondFactorAt();
        return shown != null && !wall.instant().isAfter(shown.plus(stepUpAge))
                ? Outcome.GRANTED
                : Outcome.STEP_UP_REQUIRED;
    }
}
