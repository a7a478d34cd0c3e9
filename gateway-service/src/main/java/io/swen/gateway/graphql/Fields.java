package io.swen.gateway.graphql;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.swen.platform.client.RemoteException;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.execution.BatchLoaderRegistry;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Where each field comes from. What is not named here is a field of the same name in a service's answer. Fields that lead from
 * one thing to another wait until all of a level are known and are then fetched together.
 */
@Component
class Fields implements RuntimeWiringConfigurer {

    /** Fields that make a call of their own or take part in one; they cost more. */
    static final Set<String> CALLS = Set.of(
            "workloads", "workload", "decisions", "decision", "offers", "changes", "change", "deployments", "costs");

    private static final int NOT_FOUND = 404;

    private final Services services;

    Fields(Services services, BatchLoaderRegistry loaders) {
        this.services = services;
        together(loaders, "workloads", SwenService.ROUTING);
        together(loaders, "decisions", SwenService.ROUTING);
        together(loaders, "changes", SwenService.GITOPS);
        together(loaders, "deployments", SwenService.GITOPS);
    }

    private void together(BatchLoaderRegistry loaders, String resource, SwenService service) {
        loaders.<String, Map<String, Object>>forName(resource)
                .registerMappedBatchLoader((ids, environment) -> Mono.fromFuture(
                        services.byId(service, "/api/v1/" + resource, ids, Caller.of(environment.getContext()))));
    }

    @Override
    public void configure(RuntimeWiring.Builder wiring) {
        wiring.type(
                "Query",
                query -> query.dataFetcher("workloads", list(SwenService.ROUTING, "workloads"))
                        .dataFetcher("workload", one(SwenService.ROUTING, "workloads"))
                        .dataFetcher("decisions", list(SwenService.ROUTING, "decisions"))
                        .dataFetcher("decision", one(SwenService.ROUTING, "decisions"))
                        .dataFetcher("offers", list(SwenService.TELEMETRY, "offers"))
                        .dataFetcher("changes", list(SwenService.GITOPS, "changes"))
                        .dataFetcher("change", one(SwenService.GITOPS, "changes"))
                        .dataFetcher("deployments", list(SwenService.GITOPS, "deployments"))
                        .dataFetcher("costs", this::costs));
        wiring.type(
                "Workload",
                workload -> workload.dataFetcher("decision", linked("decisions", "decision_id"))
                        .dataFetcher("change", linked("changes", "change_id")));
        wiring.type("Decision", decision -> decision.dataFetcher("workload", linked("workloads", "workload_id")));
        wiring.type("Change", change -> change.dataFetcher("deployments", Fields::deployments));
        wiring.type(
                "ChangeItem",
                item -> item.dataFetcher("workload", linked("workloads", "workload_id"))
                        .dataFetcher("decision", linked("decisions", "decision_id")));
        wiring.type(
                "Deployment",
                deployment -> deployment
                        .dataFetcher("workload", linked("workloads", "workload_id"))
                        .dataFetcher("change", linked("changes", "change_id")));
    }

    private DataFetcher<CompletableFuture<Map<String, Object>>> list(SwenService service, String resource) {
        return environment -> {
            Map<String, Object> parameters = new HashMap<>(environment.getArguments());
            parameters.put("limit", first(environment));
            parameters.put("cursor", parameters.remove("after"));
            parameters.remove("first");
            return services.get(service, "/api/v1/" + resource, parameters, Caller.of(environment.getGraphQlContext()))
                    .thenApply(Fields::connection);
        };
    }

    private static int first(DataFetchingEnvironment environment) {
        Integer first = environment.getArgument("first");
        if (first == null || first < 1 || first > Services.MOST_IDS) {
            throw ProblemException.invalidField("first", first, "1 to " + Services.MOST_IDS);
        }
        return first;
    }

    private static Map<String, Object> connection(Map<String, Object> page) {
        Object next = page.get("next");
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("endCursor", next);
        info.put("hasNextPage", next != null);
        return Map.of("nodes", Services.items(page), "pageInfo", info);
    }

    private DataFetcher<CompletableFuture<@Nullable Map<String, Object>>> one(SwenService service, String resource) {
        return environment -> {
            String id = String.valueOf(environment.<Object>getArgument("id"));
            if (id.isEmpty() || !id.matches("[A-Za-z0-9-]{1,64}")) {
                throw ProblemException.invalidField("id", id, "1 to 64 letters, digits and -");
            }
            return services.get(
                            service,
                            "/api/v1/" + resource + "/" + id,
                            Map.of(),
                            Caller.of(environment.getGraphQlContext()))
                    .<@Nullable Map<String, Object>>thenApply(found -> found)
                    .exceptionally(Fields::absent);
        };
    }

    /** There being no such thing is an answer, not a failure. */
    private static @Nullable Map<String, Object> absent(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof RemoteException refused && refused.status() == NOT_FOUND) {
            return null;
        }
        throw cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private CompletableFuture<Map<String, Object>> costs(DataFetchingEnvironment environment) {
        return services.get(
                SwenService.TELEMETRY,
                "/api/v1/costs/summary",
                environment.getArguments(),
                Caller.of(environment.getGraphQlContext()));
    }

    private static DataFetcher<@Nullable CompletableFuture<Map<String, Object>>> linked(String loader, String by) {
        return environment -> {
            Map<String, Object> source = environment.getSource();
            Object id = source == null ? null : source.get(by);
            return id == null ? null : loader(environment, loader).load(id.toString());
        };
    }

    private static CompletableFuture<List<Map<String, Object>>> deployments(DataFetchingEnvironment environment) {
        Map<String, Object> source = environment.getSource();
        List<String> ids = new ArrayList<>();
        if (source != null && source.get("deployment_ids") instanceof List<?> known) {
            known.forEach(id -> ids.add(String.valueOf(id)));
        }
        return loader(environment, "deployments")
                .loadMany(ids)
                .thenApply(found ->
                        found.stream().filter(java.util.Objects::nonNull).toList());
    }

    private static DataLoader<String, Map<String, Object>> loader(DataFetchingEnvironment environment, String name) {
        DataLoader<String, Map<String, Object>> loader = environment.getDataLoader(name);
        if (loader == null) {
            throw new IllegalStateException("there is no loader " + name);
        }
        return loader;
    }
}
