package io.swen.gateway.graphql;

import io.swen.gateway.exchange.TokenExchange;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.web.RequestIds;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.util.UriBuilder;

/** Calls the services with a token of the caller, a bounded number at once, each on a thread of its own. */
@Component
class Services implements DisposableBean {

    /** The largest page of a service. */
    static final int MOST_IDS = 200;

    /** As many ids as an address has room for beside a token, within the 8 KiB that servers read of a request's head. */
    private static final int IDS_AT_ONCE = 100;

    private static final ParameterizedTypeReference<Map<String, Object>> OBJECT = new ParameterizedTypeReference<>() {};
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Map<SwenService, RestClient> clients = new EnumMap<>(SwenService.class);
    private final TokenExchange exchange;
    private final GraphQlLimits limits;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Services(ServiceClients services, TokenExchange exchange, GraphQlLimits limits) {
        this.exchange = exchange;
        this.limits = limits;
        this.places = new Semaphore(limits.calls());
        for (SwenService service : List.of(SwenService.TELEMETRY, SwenService.ROUTING, SwenService.GITOPS)) {
            clients.put(service, services.to(service, limits.callTimeout()));
        }
    }

    /** What a service answers to a GET; parameters without a value are left out. */
    CompletableFuture<Map<String, Object>> get(
            SwenService service, String path, Map<String, ?> parameters, Caller caller) {
        return CompletableFuture.supplyAsync(() -> call(service, path, parameters, caller), threads);
    }

    /** The entries of a list by their ids, in as few calls as that takes; those that the caller may not see are missing. */
    CompletableFuture<Map<String, Map<String, Object>>> byId(
            SwenService service, String path, Collection<String> ids, Caller caller) {
        List<String> wanted = List.copyOf(ids);
        List<CompletableFuture<Map<String, Object>>> pages = new java.util.ArrayList<>();
        for (int from = 0; from < wanted.size(); from += IDS_AT_ONCE) {
            List<String> some = wanted.subList(from, Math.min(wanted.size(), from + IDS_AT_ONCE));
            pages.add(get(service, path, Map.of("ids", String.join(",", some), "limit", MOST_IDS), caller));
        }
        return CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new)).thenApply(all -> {
            Map<String, Map<String, Object>> found = new HashMap<>();
            for (CompletableFuture<Map<String, Object>> page : pages) {
                for (Map<String, Object> item : items(page.join())) {
                    found.put(String.valueOf(item.get("id")), item);
                }
            }
            return found;
        });
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> items(Map<String, Object> page) {
        if (page.get("items") instanceof List<?> items) {
            return (List<Map<String, Object>>) items;
        }
        throw ProblemException.of(ErrorCode.REMOTE_FAILED, "a service answered with a list without items");
    }

    private Map<String, Object> call(SwenService service, String path, Map<String, ?> parameters, Caller caller) {
        RestClient client = clients.get(service);
        if (client == null) {
            throw new IllegalArgumentException(service + " is not asked by queries");
        }
        String token = exchange.tokenFor(caller.credential(), "swen-" + service.id());
        boolean placed = false;
        try {
            placed = places.tryAcquire(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
            if (!placed) {
                throw ProblemException.retryLater(
                        ErrorCode.UNAVAILABLE, "too many queries are being answered at once", RETRY_AFTER);
            }
            Map<String, Object> answer = client.get()
                    .uri(uri -> query(uri.path(path), parameters))
                    .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                    .header(RequestIds.HEADER, caller.requestId())
                    .header("X-Forwarded-For", caller.address())
                    .retrieve()
                    .body(OBJECT);
            return answer == null ? Map.of() : answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, "the gateway is stopping", RETRY_AFTER);
        } finally {
            if (placed) {
                places.release();
            }
        }
    }

    private static java.net.URI query(UriBuilder uri, Map<String, ?> parameters) {
        Map<String, Object> values = new HashMap<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                uri.queryParam(name, "{" + name + "}");
                values.put(name, text(value));
            }
        });
        return uri.build(values);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Collection<?> several
                ? String.join(",", several.stream().map(String::valueOf).toList())
                : String.valueOf(value);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
