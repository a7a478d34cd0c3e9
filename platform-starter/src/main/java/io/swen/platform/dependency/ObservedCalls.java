package io.swen.platform.dependency;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.swen.platform.client.SwenService;
import io.swen.platform.dependency.ServiceDependencies.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/** Sees the HTTP calls that Spring observes, here and from here. */
final class ObservedCalls implements ObservationHandler<Observation.Context> {

    /** They wait for something to happen, so that their time says nothing. */
    private static final String FEED = "/api/v1/events";

    private static final String STREAM = "/api/v1/stream";
    private static final String ACTUATOR = "/actuator/";
    private static final int SERVER_ERROR = 500;

    private record Started(long nanos) {}

    private final Dependencies dependencies;
    private final Map<String, SwenService> services = new HashMap<>();

    ObservedCalls(Dependencies dependencies, Map<SwenService, URI> addresses) {
        this.dependencies = dependencies;
        addresses.forEach((service, address) -> services.put(address.getAuthority(), service));
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof ClientRequestObservationContext || context instanceof ServerRequestObservationContext;
    }

    @Override
    public void onStart(Observation.Context context) {
        context.put(Started.class, new Started(System.nanoTime()));
    }

    @Override
    public void onStop(Observation.Context context) {
        Started started = context.get(Started.class);
        if (started == null) {
            return;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started.nanos());
        if (context instanceof ClientRequestObservationContext call) {
            called(call, took);
        } else if (context instanceof ServerRequestObservationContext call) {
            received(call, took);
        }
    }

    private void called(ClientRequestObservationContext call, Duration took) {
        ClientHttpRequest request = call.getCarrier();
        URI address = request == null ? null : request.getURI();
        if (address == null || address.getAuthority() == null || isWaiting(address.getPath())) {
            return;
        }
        SwenService service = services.get(address.getAuthority());
        ClientHttpResponse response = call.getResponse();
        boolean failed = response == null || isServerError(response);
        if (service == null) {
            dependencies.called(Kind.EXTERNAL, address.getHost(), took, failed);
        } else {
            dependencies.called(Kind.SERVICE, service.id(), took, failed);
        }
    }

    private void received(ServerRequestObservationContext call, Duration took) {
        HttpServletRequest request = call.getCarrier();
        HttpServletResponse response = call.getResponse();
        if (request != null && !isWaiting(request.getRequestURI())) {
            dependencies.received(took, response == null || response.getStatus() >= SERVER_ERROR);
        }
    }

    private static boolean isWaiting(@Nullable String path) {
        return path != null && (path.startsWith(ACTUATOR) || path.equals(FEED) || path.equals(STREAM));
    }

    private static boolean isServerError(ClientHttpResponse response) {
        try {
            return response.getStatusCode().value() >= SERVER_ERROR;
        } catch (IOException unreadable) {
            // An answer without a status is none.
            return true;
        }
    }
}
