package io.swen.gateway.health;

import io.swen.platform.SwenProperties;
import io.swen.platform.client.InternalTls;
import io.swen.platform.client.SwenService;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Asks every service at once whether it is ready; an answer is kept for a moment, so that nobody can flood them through here. */
@Service
class HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(HealthCheck.class);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofSeconds(2);

    private record Kept(PlatformHealth health, long nanos) {}

    private final SwenProperties swen;
    private final Clock clock;
    private final HttpClient http;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Kept kept;

    HealthCheck(SwenProperties swen, Clock clock, InternalTls tls) {
        this.swen = swen;
        this.http = tls.clients(LIMIT).build();
        this.clock = clock;
    }

    PlatformHealth current() {
        PlatformHealth known = fresh();
        if (known != null) {
            return known;
        }
        asking.lock();
        try {
            known = fresh();
            if (known == null) {
                known = ask();
                kept = new Kept(known, System.nanoTime());
            }
            return known;
        } finally {
            asking.unlock();
        }
    }

    private @Nullable PlatformHealth fresh() {
        Kept known = kept;
        return known != null && System.nanoTime() - known.nanos() < KEPT.toNanos() ? known.health() : null;
    }

    private PlatformHealth ask() {
        List<CompletableFuture<PlatformHealth.Service>> asked = new ArrayList<>();
        for (SwenService service : SwenService.values()) {
            asked.add(state(service).thenApply(status -> new PlatformHealth.Service(service.id(), status)));
        }
        List<PlatformHealth.Service> services =
                asked.stream().map(CompletableFuture::join).toList();
        PlatformHealth.Status engine =
                services.get(SwenService.ROUTING.ordinal()).status();
        return new PlatformHealth(
                overall(services),
                clock.instant(),
                switch (engine) {
                    case HEALTHY -> PlatformHealth.Engine.RUNNING;
                    case DEGRADED -> PlatformHealth.Engine.DEGRADED;
                    case UNHEALTHY -> PlatformHealth.Engine.STOPPED;
                },
                services);
    }

    private static PlatformHealth.Status overall(List<PlatformHealth.Service> services) {
        List<PlatformHealth.Status> distinct =
                services.stream().map(PlatformHealth.Service::status).distinct().toList();
        return distinct.size() == 1 ? distinct.getFirst() : PlatformHealth.Status.DEGRADED;
    }

    private CompletableFuture<PlatformHealth.Status> state(SwenService service) {
        URI address = swen.services().get(service);
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/actuator/health/readiness"))
                .timeout(LIMIT)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).handle((answer, failure) -> {
            if (failure != null) {
                LOG.debug("{}-service does not answer", service.id(), failure);
                return PlatformHealth.Status.UNHEALTHY;
            }
            return answer.statusCode() == 200 ? PlatformHealth.Status.HEALTHY : PlatformHealth.Status.DEGRADED;
        });
    }
}
