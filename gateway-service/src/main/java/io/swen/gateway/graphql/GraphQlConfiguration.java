package io.swen.gateway.graphql;

import graphql.ExecutionResultImpl;
import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import io.swen.gateway.exchange.Credential;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.ActorAuthentication;
import io.swen.platform.web.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.support.DefaultExecutionGraphQlResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import reactor.core.publisher.Mono;

/** What a query may cost, whose it is, and how long it may take. */
@Configuration(proxyBeanMethods = false)
class GraphQlConfiguration {

    private static final int FIELD = 1;
    private static final int CALL = 5;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    @Bean
    MaxQueryDepthInstrumentation depthOfQueries(GraphQlLimits limits) {
        return new MaxQueryDepthInstrumentation(limits.depth());
    }

    @Bean
    MaxQueryComplexityInstrumentation costOfQueries(GraphQlLimits limits) {
        return new MaxQueryComplexityInstrumentation(limits.cost(), cost());
    }

    /** Lists inside of a thing are short and count once; the lists of the root count as long as they may become. */
    private static FieldComplexityCalculator cost() {
        return (field, below) -> {
            int own = Fields.CALLS.contains(field.getField().getName()) ? FIELD + CALL : FIELD;
            Object first =
                    field.getArguments() == null ? null : field.getArguments().get("first");
            long times = first instanceof Integer asked ? Math.clamp(asked, 1, Services.MOST_IDS) : 1;
            return (int) Math.min(Integer.MAX_VALUE / 4, own + times * below);
        };
    }

    /**
     * Answers on the thread of the request, so that everything that knows the caller by its thread goes on to, and in time.
     */
    @Bean
    WebGraphQlInterceptor queries(GraphQlLimits limits) {
        return (request, chain) -> {
            if (!(SecurityContextHolder.getContext().getAuthentication()
                    instanceof ActorAuthentication authenticated)) {
                throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "a query needs a caller");
            }
            HttpServletRequest http = ((ServletRequestAttributes)
                            Objects.requireNonNull(RequestContextHolder.getRequestAttributes()))
                    .getRequest();
            Caller caller = new Caller(Credential.of(authenticated), RequestIds.of(http), http.getRemoteAddr());
            request.configureExecutionInput((input, builder) ->
                    builder.graphQLContext(Map.of(Caller.key(), caller)).build());
            try {
                return Mono.just(await(chain.next(request).toFuture(), limits.timeout()));
            } catch (ProblemException e) {
                return Mono.just(new WebGraphQlResponse(new DefaultExecutionGraphQlResponse(
                        request.toExecutionInput(),
                        ExecutionResultImpl.newExecutionResult()
                                .addError(QueryErrors.of(e))
                                .build())));
            }
        };
    }

    private static WebGraphQlResponse await(CompletableFuture<@Nullable WebGraphQlResponse> answer, Duration limit) {
        try {
            WebGraphQlResponse response = Objects.requireNonNull(
                    answer.get(limit.toMillis(), TimeUnit.MILLISECONDS), "a query has an answer");
            return response.transform(builder -> builder.errors(response.getExecutionResult().getErrors().stream()
                    .map(QueryErrors::coded)
                    .toList()));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw ProblemException.retryLater(
                    ErrorCode.REMOTE_TIMED_OUT, "the query was not answered within " + limit, RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, "the gateway is stopping", RETRY_AFTER);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
