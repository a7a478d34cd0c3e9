package io.swen.identity.login;

import io.swen.identity.mfa.Factor;
import io.swen.identity.mfa.SecondFactors;
import io.swen.identity.user.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/**
 * Lets an authorization request pass once the login behind it is as strong and as recent as the person's roles and the request
 * demand ({@code prompt=login}, {@code max_age}, {@code acr_values}), and leads to the step that is missing until then.
 */
@Component
public final class LoginGate implements AuthorizationManager<RequestAuthorizationContext> {

    /** The authentication context that stands for more than one factor. */
    public static final String MULTI_FACTOR = "urn:swen:acr:mfa";

    private static final String ASKED = LoginGate.class.getName() + ".asked";
    private static final int LONGEST_MAX_AGE = 10;

    /** That a request asked for something to be shown anew, and when: what is shown afterwards answers it. */
    private record Asked(String request, Instant at) implements Serializable {}

    private final Users users;
    private final SecondFactors factors;
    private final LoginProperties properties;
    private final InstantSource wall;
    private final Continuation continuation;

    @Autowired
    LoginGate(Users users, SecondFactors factors, LoginProperties properties, Continuation continuation) {
        this(users, factors, properties, continuation, InstantSource.system());
    }

    LoginGate(
            Users users,
            SecondFactors factors,
            LoginProperties properties,
            Continuation continuation,
            InstantSource wall) {
        this.users = users;
        this.factors = factors;
        this.properties = properties;
        this.continuation = continuation;
        this.wall = wall;
    }

    /** Where a request goes that does not pass. */
    public void leadOn(ExceptionHandlingConfigurer<HttpSecurity> handling) {
        handling.defaultDeniedHandlerForMissingAuthority(continuation.leadTo("/login"), Factor.PASSWORD);
        handling.defaultDeniedHandlerForMissingAuthority(continuation.leadTo("/login/factor"), Factor.TOTP);
        handling.defaultDeniedHandlerForMissingAuthority(continuation.leadTo("/security/enrol"), Standing.ENROLMENT);
    }

    /** Where somebody goes who is not logged in at all. */
    public AuthenticationEntryPoint loginPage() {
        return continuation.leadTo("/login");
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        Instant now = wall.instant();
        Demand demand = Demand.of(request);
        Instant askedAt = askedAt(request);
        AuthorizationResult result = Standing.of(authentication.get(), users, factors)
                .map(standing -> decide(standing, demand, askedAt, now))
                .orElseGet(Standing::needsFirst);
        if (result.isGranted()) {
            forget(request);
        } else if (demand.anew() && askedAt == null) {
            request.getSession().setAttribute(ASKED, new Asked(identityOf(request), now));
        }
        return result;
    }

    private AuthorizationResult decide(Standing standing, Demand demand, @Nullable Instant askedAt, Instant now) {
        Instant first = standing.firstAt();
        Instant second = standing.secondAt();
        if (first == null || isOlder(first, properties.longest(), now)) {
            return Standing.needsFirst();
        }
        boolean shownSinceAsked = askedAt != null && !first.isBefore(askedAt);
        if (demand.login() && !shownSinceAsked) {
            return Standing.needsFirst();
        }
        Instant latest = second != null && second.isAfter(first) ? second : first;
        Duration maxAge = demand.maxAge();
        if (!demand.multiFactor() && maxAge != null && tooOld(latest, maxAge, askedAt, now)) {
            return Standing.needsFirst();
        }
        boolean needsSecond = demand.multiFactor() || standing.enrolled() || SecondFactors.required(standing.user());
        if (needsSecond
                && (second == null
                        || isOlder(second, properties.longest(), now)
                        || (demand.login() && (askedAt == null || second.isBefore(askedAt)))
                        || (demand.multiFactor() && maxAge != null && tooOld(second, maxAge, askedAt, now)))) {
            return standing.needsSecond();
        }
        return Standing.granted();
    }

    /** Whether something has to be shown anew before what this browser asked for can go on. */
    static boolean isAskedAnew(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(ASKED) != null;
    }

    private static boolean tooOld(Instant shown, Duration maxAge, @Nullable Instant askedAt, Instant now) {
        return isOlder(shown, maxAge, now) && (askedAt == null || shown.isBefore(askedAt));
    }

    private static boolean isOlder(Instant shown, Duration age, Instant now) {
        return shown.plus(age).isBefore(now);
    }

    private static @Nullable Instant askedAt(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(ASKED) instanceof Asked asked
                        && asked.request().equals(identityOf(request))
                ? asked.at()
                : null;
    }

    private static void forget(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.removeAttribute(ASKED);
        }
    }

    /** What makes an authorization request another one; a client takes new values for each. */
    private static String identityOf(HttpServletRequest request) {
        return String.join(
                "\n",
                List.of(
                        String.valueOf(request.getParameter(OAuth2ParameterNames.CLIENT_ID)),
                        String.valueOf(request.getParameter(OAuth2ParameterNames.STATE)),
                        String.valueOf(request.getParameter("nonce")),
                        String.valueOf(request.getParameter(PkceParameterNames.CODE_CHALLENGE))));
    }

    /**
     * What an authorization request asks of the login (OpenID Connect Core 1.0, section 3.1.2.1).
     *
     * @param login everything has to be shown anew
     * @param maxAge how old what was shown may be; of the second factor where that is asked for
     */
    private record Demand(boolean login, @Nullable Duration maxAge, boolean multiFactor) {

        static Demand of(HttpServletRequest request) {
            return new Demand(
                    words(request, "prompt").contains("login"),
                    maxAge(request).orElse(null),
                    words(request, "acr_values").contains(MULTI_FACTOR));
        }

        boolean anew() {
            return login || maxAge != null;
        }

        private static List<String> words(HttpServletRequest request, String parameter) {
            String value = request.getParameter(parameter);
            return value == null ? List.of() : List.of(value.split(" "));
        }

        private static Optional<Duration> maxAge(HttpServletRequest request) {
            String value = request.getParameter("max_age");
            if (value == null) {
                return Optional.empty();
            }
            // Whoever sends something unreadable gets the strictest reading of it.
            boolean number = value.length() < LONGEST_MAX_AGE && value.matches("[0-9]+");
            return Optional.of(number ? Duration.ofSeconds(Long.parseLong(value)) : Duration.ZERO);
        }
    }
}
