package io.swen.gateway.metric;

import static io.swen.platform.metric.Declaration.counter;
import static io.swen.platform.metric.Declaration.gauge;
import static io.swen.platform.metric.Declaration.timer;

import io.swen.platform.metric.Declaration;
import io.swen.platform.metric.Declared;

/** Every metric that this service adds to those of the platform. */
public enum GatewayMetric implements Declared {
    EXCHANGES(timer("swen.gateway.exchange", "Exchanges of tokens and keys")
            .by("outcome", "token", "refused", "unusable", "outage")),
    PROXY_FAILURES(counter("swen.gateway.proxy.failures", "Calls that a service did not answer")
            .by("service", "telemetry", "routing", "gitops", "identity")
            .by("code", "unavailable", "remote-timed-out", "remote-failed")),
    LIMIT_REFUSED(counter("swen.gateway.limit.refused", "Calls refused because a quota was used up")
            .by("policy")),
    LIMIT_STORE_FAILURES(counter(
                    "swen.gateway.limit.store.failures",
                    "Calls that were counted by this gateway alone, because the store of rate limits did not answer")
            .where("gateways share their limits")),
    LIVE_CLIENTS(gauge("swen.gateway.live.clients", "Browsers and programs that are told of events"));

    private final Declaration declaration;

    GatewayMetric(Declaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public Declaration declaration() {
        return declaration;
    }
}
