package io.swen.cli.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SpanReceiverTests {

    @Test
    void takesWhatAnExporterSendsAlsoCompressed() throws Exception {
        try (SpanReceiver receiver = SpanReceiver.at(URI.create("http://127.0.0.1:0/v1/traces"))) {
            byte[] request = request().toByteArray();

            assertThat(post(receiver, request, "application/x-protobuf", false)).isEqualTo(200);
            assertThat(post(receiver, request, "application/x-protobuf", true)).isEqualTo(200);

            assertThat(receiver.spans()).hasSize(2).allSatisfy(span -> {
                assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
                assertThat(span.parentId()).isEmpty();
                assertThat(span.service()).isEqualTo("gitops");
                assertThat(span.name()).isEqualTo("stage plan");
                assertThat(span.millis()).isEqualTo(2.5);
                assertThat(span.failed()).isTrue();
                assertThat(span.has("change_id", "7")).isTrue();
            });
        }
    }

    @Test
    void refusesWhatIsNoExport() throws Exception {
        try (SpanReceiver receiver = SpanReceiver.at(URI.create("http://127.0.0.1:0/v1/traces"))) {
            assertThat(post(receiver, new byte[] {1, 2, 3}, "application/x-protobuf", false))
                    .isEqualTo(400);
            assertThat(post(receiver, new byte[0], "application/json", false)).isEqualTo(415);
            assertThat(receiver.spans()).isEmpty();
        }
    }

    private static int post(SpanReceiver receiver, byte[] body, String type, boolean compressed)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + receiver.port() + "/v1/traces"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(compressed ? gzip(body) : body));
        if (compressed) {
            request.header("Content-Encoding", "gzip");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    private static ExportTraceServiceRequest request() {
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", "gitops-service")))
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(Span.newBuilder()
                                        .setTraceId(bytes("0af7651916cd43dd8448eb211c80319c"))
                                        .setSpanId(bytes("b7ad6b7169203331"))
                                        .setName("stage plan")
                                        .setStartTimeUnixNano(1_000_000)
                                        .setEndTimeUnixNano(3_500_000)
                                        .addAttributes(text("change_id", "7"))
                                        .setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR)))))
                .build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
