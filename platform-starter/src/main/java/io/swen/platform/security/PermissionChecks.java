package io.swen.platform.security;

import java.time.Duration;
import java.time.InstantSource;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Makes the check of a permission, for filter chains that a service adds beside its table. */
public final class PermissionChecks {

    private final Duration stepUpAge;
    private final InstantSource wall;

    PermissionChecks(Duration stepUpAge, InstantSource wall) {
        this.stepUpAge = stepUpAge;
        this.wall = wall;
    }

    /** Grants a call where the caller has the permission at that moment. */
    public AuthorizationManager<RequestAuthorizationContext> of(Permission permission) {
        return new PermissionCheck(permission, stepUpAge, wall);
    }
}
