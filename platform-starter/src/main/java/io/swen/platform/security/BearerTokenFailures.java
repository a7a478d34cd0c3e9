package io.swen.platform.security;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.Problems;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;

/**
 * Tells a token that is no good (401) from one that cannot be checked because the issuer's keys are out of reach (503): the
 * second is an outage, and no other token would help.
 */
public final class BearerTokenFailures implements ObjectPostProcessor<BearerTokenAuthenticationFilter> {

    private static final Logger LOG = LoggerFactory.getLogger(BearerTokenFailures.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Problems problems;
    private final AuthenticationEntryPoint entryPoint;

    public BearerTokenFailures(Problems problems, AuthenticationEntryPoint entryPoint) {
        this.problems = problems;
        this.entryPoint = entryPoint;
    }

    @Override
    public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
        filter.setAuthenticationFailureHandler((request, response, refused) -> {
            if (refused instanceof AuthenticationServiceException) {
                LOG.warn("a token cannot be checked: {}", refused.getMessage());
                problems.write(
                        request,
                        response,
                        ErrorCode.UNAVAILABLE,
                        "tokens cannot be checked now: the issuer's keys are out of reach",
                        RETRY_AFTER);
            } else {
                entryPoint.commence(request, response, refused);
            }
        });
        return filter;
    }
}
