package io.swen.simulator;

import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.Cloud;
import io.swen.simulator.protocol.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests whole, hands them to the cloud whose port they came in on, and writes its answers. */
final class HttpFront extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int MAX_BODY = 1 << 20;
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(20);

    private final Map<String, Cloud> cloudsByConnector;
    private final ControlApi control;
    private final Runnable beforeEach;

    /** @param beforeEach what is to be done before a request is answered */
    HttpFront(Map<String, Cloud> cloudsByConnector, ControlApi control, Runnable beforeEach) {
        this.beforeEach = beforeEach;
        this.cloudsByConnector = Map.copyOf(cloudsByConnector);
        this.control = control;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
        long started = System.nanoTime();
        String connector =
                String.valueOf(request.getConnectionMetaData().getConnector().getName());
        Cloud cloud = Objects.requireNonNull(cloudsByConnector.get(connector));
        byte[] body;
        try {
            body = Content.Source.asByteArrayAsync(request, MAX_BODY)
                    .get(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            Response.writeError(request, response, callback, 408);
            return true;
        } catch (ExecutionException e) {
            // Jetty reports a body beyond the limit as an illegal state; anything else is a connection that broke.
            Response.writeError(request, response, callback, e.getCause() instanceof IllegalStateException ? 413 : 400);
            return true;
        }
        beforeEach.run();
        Outcome outcome = outcome(cloud, read(request, body));
        if (!outcome.delay().isZero()) {
            Thread.sleep(outcome.delay());
        }
        switch (outcome) {
            case Outcome.Answered answered -> {
                write(answered.response(), response, callback);
                log(
                        connector,
                        answered.action(),
                        Integer.toString(answered.response().status()),
                        started);
            }
            case Outcome.Dropped dropped -> {
                request.getConnectionMetaData().getConnection().getEndPoint().close();
                callback.failed(new IOException("dropped by a fault"));
                log(connector, dropped.action(), "dropped", started);
            }
        }
        return true;
    }

    private Outcome outcome(Cloud cloud, ApiRequest request) {
        if (request.path().startsWith(ControlApi.PREFIX)) {
            return new Outcome.Answered(control.answer(request), Duration.ZERO, request.path());
        }
        try {
            return cloud.answer(request);
        } catch (RuntimeException e) {
            String id = UUID.randomUUID().toString();
            LOG.error("request {} failed", id, e);
            return new Outcome.Answered(cloud.failure(id), Duration.ZERO, "-");
        }
    }

    private static ApiRequest read(Request request, byte[] body) {
        var headers = new HashMap<String, String>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(
                    field.getName().toLowerCase(Locale.ROOT),
                    Objects.requireNonNullElse(field.getValue(), ""),
                    (a, b) -> a + "," + b);
        }
        return new ApiRequest(
                request.getMethod(),
                Objects.requireNonNullElse(request.getHttpURI().getPath(), "/"),
                Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
                headers,
                body);
    }

    private static void write(ApiResponse answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put("Content-Type", answer.contentType());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put("Content-Length", answer.body().length);
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static void log(String cloud, String action, String result, long started) {
        LOG.debug("{} {} {} {} ms", cloud, action, result, (System.nanoTime() - started) / 1_000_000);
    }
}
