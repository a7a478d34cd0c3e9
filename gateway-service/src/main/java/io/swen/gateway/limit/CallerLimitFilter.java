package io.swen.gateway.limit;

import io.swen.platform.security.ActorAuthentication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Counts calls by who makes them: a person by all means together, an API key on its own. */
final class CallerLimitFilter extends OncePerRequestFilter {

    /** The request attribute that says that somebody is known. */
    static final String KNOWN = "swen.known";

    private final Meter users;
    private final Meter usersDaily;
    private final Meter keys;
    private final Meter keysDaily;
    private final LimitAnswers answers;

    CallerLimitFilter(Meter users, Meter usersDaily, Meter keys, Meter keysDaily, LimitAnswers answers) {
        this.users = users;
        this.usersDaily = usersDaily;
        this.keys = keys;
        this.keysDaily = keysDaily;
        this.answers = answers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof ActorAuthentication caller) {
            request.setAttribute(KNOWN, Boolean.TRUE);
            UUID key = caller.keyId();
            String who = (key == null ? caller.actor().id() : key).toString();
            long cost = CallCost.of(request);
            Meter.Reading reading = (key == null ? users : keys).take(who, cost);
            Meter.Reading daily = reading.allowed() ? (key == null ? usersDaily : keysDaily).take(who, cost) : reading;
            if (!daily.allowed()) {
                answers.refuse(request, response, daily);
                return;
            }
            LimitAnswers.describe(response, reading, daily);
        }
        chain.doFilter(request, response);
    }
}
