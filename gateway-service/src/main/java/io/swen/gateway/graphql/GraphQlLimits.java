package io.swen.gateway.graphql;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a query may ask for, under {@code swen.gateway.graphql}.
 *
 * @param depth how many levels of fields
 * @param cost each field costs 1, one that calls a service 5 more, and what is below a list counts once for each entry asked for
 * @param timeout for the whole query
 * @param callTimeout for one call of a service
 * @param calls how many calls of services all queries together may have open; more wait for their turn as long as the query may
 */
@ConfigurationProperties("swen.gateway.graphql")
record GraphQlLimits(
        @DefaultValue("10") int depth,
        @DefaultValue("20000") int cost,
        @DefaultValue("15s") Duration timeout,
        @DefaultValue("5s") Duration callTimeout,
        @DefaultValue("64") int calls) {

    GraphQlLimits {
        if (depth < 2 || cost < 10 || calls < 1 || !timeout.isPositive() || !callTimeout.isPositive()) {
            throw new IllegalArgumentException("swen.gateway.graphql: depth must be at least 2, cost 10, calls 1, and"
                    + " the time-outs above zero");
        }
    }
}
