package io.swen.identity.login;

import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.user.Users;
import io.swen.platform.SwenProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Lets people at their own password and factors only soon after they showed the strongest that they have. */
@Component
final class FreshGate implements AuthorizationManager<RequestAuthorizationContext> {

    private final Users users;
    private final SecondFactors factors;
    private final Duration age;
    private final InstantSource wall;

    @Autowired
    FreshGate(Users users, SecondFactors factors, SwenProperties swen) {
        this(users, factors, swen.security().stepUpAge(), InstantSource.system());
    }

    FreshGate(Users users, SecondFactors factors, Duration age, InstantSource wall) {
        this.users = users;
        this.factors = factors;
        this.age = age;
        this.wall = wall;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        return Standing.of(authentication.get(), users, factors)
                .map(this::decide)
                .orElseGet(Standing::needsFirst);
    }

    private AuthorizationResult decide(Standing standing) {
        if (standing.firstAt() == null) {
            return Standing.needsFirst();
        }
        if (standing.enrolled()) {
            return isFresh(standing.secondAt()) ? Standing.granted() : standing.needsSecond();
        }
        return isFresh(standing.firstAt()) || isFresh(standing.secondAt()) ? Standing.granted() : Standing.needsFirst();
    }

    private boolean isFresh(@Nullable Instant shown) {
        return shown != null && !shown.plus(age).isBefore(wall.instant());
    }
}
