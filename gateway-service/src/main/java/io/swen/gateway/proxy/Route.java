package io.swen.gateway.proxy;

import io.swen.platform.client.SwenService;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RequestPredicates;

/** Which calls belong to which service: the table of docs/architecture.md. */
enum Route {
    TELEMETRY(
            SwenService.TELEMETRY,
            List.of(
                    "price-epochs",
                    "offers",
                    "regions",
                    "prices",
                    "instances",
                    "inventory",
                    "metrics",
                    "prometheus",
                    "anomalies",
                    "forecasts",
                    "capacity",
                    "costs",
                    "budgets",
                    "reports",
                    "exports",
                    "alert-rules",
                    "alerts",
                    "alertmanager",
                    "silences",
                    "incidents",
                    "stream"),
            RequestPredicates.path("/telemetry")
                    .and(RequestPredicates.method(HttpMethod.GET))
                    // Where OTLP exporters send metrics.
                    .or(RequestPredicates.path("/v1/metrics").and(RequestPredicates.method(HttpMethod.POST)))),
    ROUTING(
            SwenService.ROUTING,
            List.of(
                    "workloads",
                    "decisions",
                    "what-if",
                    "outcomes",
                    "models",
                    "reservations",
                    "batches",
                    "interruption-forecasts",
                    "recommendations",
                    "rebalancing"),
            RequestPredicates.path("/workloads")
                    .and(RequestPredicates.method(HttpMethod.GET))
                    .or(RequestPredicates.path("/workload").and(RequestPredicates.method(HttpMethod.POST)))
                    .or(RequestPredicates.path("/api/v1/workloads:batch"))
                    .or(RequestPredicates.path("/api/v1/workloads:counts"))),
    GITOPS(
            SwenService.GITOPS,
            List.of(
                    "adoptions",
                    "changes",
                    "deployments",
                    "environments",
                    "kill-switch",
                    "freeze-windows",
                    "envelopes",
                    "delegations",
                    "break-glass",
                    "drift",
                    "pins",
                    "policies",
                    "rebuild",
                    "promotions",
                    "remote",
                    "webhooks",
                    "workload-callbacks",
                    "remediations"),
            RequestPredicates.path("/pending")
                    .and(RequestPredicates.method(HttpMethod.GET))
                    .or(RequestPredicates.path("/git/**"))),
    IDENTITY(
            SwenService.IDENTITY, List.of("users", "api-keys", "signing-keys"), RequestPredicates.path("/identity/**"));

    private final SwenService service;
    private final RequestPredicate calls;

    Route(SwenService service, List<String> resources, RequestPredicate others) {
        this.service = service;
        this.calls = Stream.concat(
                        resources.stream(),
                        // What services have of their own.
                        Stream.of("audit", "encryption-keys", "errors", "service-map", "profiling", "set-aside-events")
                                .map(own -> own + "/" + service.id()))
                .map(resource -> RequestPredicates.path("/api/v1/" + resource + "/**"))
                .reduce(others, RequestPredicate::or);
    }

    SwenService service() {
        return service;
    }

    RequestPredicate calls() {
        return calls;
    }
}
