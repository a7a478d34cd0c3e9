package io.swen.gateway.graphql;

import graphql.GraphQLContext;
import io.swen.gateway.exchange.Credential;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Whose query it is; it goes with the query to whatever thread works on a part of it.
 *
 * @param address where the caller is, which services note in their audit logs
 */
record Caller(Credential credential, String requestId, String address) {

    private static final String KEY = Caller.class.getName();

    static String key() {
        return KEY;
    }

    static Caller of(@Nullable Object context) {
        if (context instanceof GraphQLContext known && known.get(KEY) instanceof Caller caller) {
            return caller;
        }
        throw ProblemException.of(ErrorCode.UNAUTHENTICATED, "a query needs a caller");
    }
}
