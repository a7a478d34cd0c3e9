package io.swen.cli.observability;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * A collector of spans: takes OTLP over HTTP in protobuf, as exporters send it, and keeps what came.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlphttp">OTLP/HTTP</a>
 */
final class SpanReceiver implements AutoCloseable {
    private static final int LARGEST = 16 * 1024 * 1024;
    private static final int MOST_SPANS = 200_000;
    private static final String PROTOBUF = "application/x-protobuf";
    private static final String SERVICE = "service.name";
    private static final String SUFFIX = "-service";

    private final HttpServer server;
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private volatile int dropped;

    private SpanReceiver(HttpServer server) {
        this.server = server;
    }

    /** Listens where exporters send to. */
    static SpanReceiver at(URI endpoint) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 0);
        SpanReceiver receiver = new SpanReceiver(server);
        server.createContext(endpoint.getPath(), receiver::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return receiver;
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<ReceivedSpan> spans() {
        return List.copyOf(spans);
    }

    /** How many came after there was no more room. */
    int dropped() {
        return dropped;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!"POST".equals(exchange.getRequestMethod())
                    || !PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
                exchange.sendResponseHeaders(415, -1);
                return;
            }
            byte[] body;
            try (InputStream in = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody()) {
                body = in.readNBytes(LARGEST + 1);
            }
            if (body.length > LARGEST) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            try {
                ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::keep);
            } catch (InvalidProtocolBufferException notProtobuf) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().set("Content-Type", PROTOBUF);
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
        }
    }

    private synchronized void keep(ResourceSpans of) {
        String service = attributes(of.getResource().getAttributesList()).getOrDefault(SERVICE, "unknown");
        String shown = service.endsWith(SUFFIX) ? service.substring(0, service.length() - SUFFIX.length()) : service;
        for (ScopeSpans scope : of.getScopeSpansList()) {
            for (Span span : scope.getSpansList()) {
                if (spans.size() >= MOST_SPANS) {
                    dropped++;
                } else {
                    spans.add(new ReceivedSpan(
                            hex(span.getTraceId()),
                            hex(span.getSpanId()),
                            hex(span.getParentSpanId()),
                            shown,
                            span.getName(),
                            span.getStartTimeUnixNano(),
                            span.getEndTimeUnixNano(),
                            span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                            attributes(span.getAttributesList())));
                }
            }
        }
    }

    private static Map<String, String> attributes(List<KeyValue> list) {
        Map<String, String> attributes = new HashMap<>();
        for (KeyValue each : list) {
            AnyValue value = each.getValue();
            attributes.put(
                    each.getKey(),
                    value.hasStringValue()
                            ? value.getStringValue()
                            : value.toString().trim());
        }
        return attributes;
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
