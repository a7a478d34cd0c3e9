package io.swen.telemetry.intake;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.security.Actor;
import io.swen.telemetry.metrics.SampleBatch;
import io.swen.telemetry.metrics.SampleBatch.RefusedSample;
import io.swen.telemetry.metrics.SampleIntake;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The doors through which others bring samples. */
@RestController
class IntakeController {

    private static final String PROTOBUF = "application/x-protobuf";

    private final SampleIntake intake;
    private final IntakeProperties properties;
    private final SampleBeginnings beginnings;

    IntakeController(SampleIntake intake, IntakeProperties properties, SampleBeginnings beginnings) {
        this.intake = intake;
        this.properties = properties;
        this.beginnings = beginnings;
    }

    /**
     * What became of a request's samples.
     *
     * @param accepted durable, or durable before
     * @param refused how many were not taken; {@code errors} lists the first hundred of them
     */
    record Receipt(int accepted, int refused, List<RefusedSample> errors) {

        Receipt {
            errors = List.copyOf(errors);
        }

        static Receipt of(SampleBatch batch) {
            return new Receipt(batch.accepted(), batch.refusedCount(), batch.refused());
        }
    }

    /** The body of {@code POST /api/v1/metrics}; it is read as it streams in, so this is only what it looks like. */
    record Samples(List<Sample> samples) {

        Samples {
            samples = List.copyOf(samples);
        }

        record Sample(
                String name,
                @Nullable String unit,
                @Nullable String team,
                @Nullable String environment,
                @Nullable Map<String, String> labels,
                @Nullable Instant time,
                @Nullable Double value,
                @Nullable List<List<Object>> points) {

            Sample {
                labels = labels == null ? null : Map.copyOf(labels);
                points = points == null ? null : List.copyOf(points);
            }
        }
    }

    @Operation(
            summary = "Stores samples; answered once they are durable",
            description =
                    "Up to 10,000 samples, as they are or gzip. A sample has a time and a value, or points as [time, value] pairs."
                            + " What is wrong with one refuses only that one. A sample of a time that its series already has is"
                            + " accepted and changes nothing, so that everything may be sent again.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = Samples.class))))
    @PostMapping(path = "/api/v1/metrics", consumes = "application/json", produces = "application/json")
    Receipt json(HttpServletRequest request) throws IOException {
        SampleBatch batch = intake.open(Actor.current());
        try (InputStream body = Bodies.open(request, properties.inflated().toBytes())) {
            // Of a compressed body the length says nothing.
            long expected =
                    request.getHeader(HttpHeaders.CONTENT_ENCODING) == null ? request.getContentLengthLong() : -1;
            JsonSamples.read(body, expected, batch, properties.samples(), beginnings);
        }
        intake.store(batch);
        return Receipt.of(batch);
    }

    @Operation(
            summary = "Stores OTLP metrics (ExportMetricsServiceRequest as protobuf)",
            description =
                    "Gauges and sums as they are, histograms and summaries as name.count and name.sum. Team and environment come"
                            + " from the resource attributes swen.team and deployment.environment.name.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = PROTOBUF,
                                            schema = @Schema(type = "string", format = "binary"))))
    @PostMapping(path = "/v1/metrics", consumes = PROTOBUF, produces = PROTOBUF)
    ResponseEntity<byte[]> otlp(HttpServletRequest request) throws IOException {
        SampleBatch batch = intake.open(Actor.current());
        OtlpSamples.read(Bodies.read(request, properties.inflated().toBytes()), batch, properties.samples());
        intake.store(batch);
        ExportMetricsServiceResponse.Builder answer = ExportMetricsServiceResponse.newBuilder();
        if (batch.refusedCount() > 0) {
            RefusedSample first = batch.refused().getFirst();
            answer.setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                    .setRejectedDataPoints(batch.refusedCount())
                    .setErrorMessage(
                            "data point " + first.index() + ": " + first.field() + " must be " + first.allowed()));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(PROTOBUF))
                .body(answer.build().toByteArray());
    }

    @Operation(
            summary = "Stores samples of Prometheus remote-write 1.0 (WriteRequest as protobuf, snappy)",
            description = "Team and environment are the labels of these names, best set as external_labels.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = PROTOBUF,
                                            schema = @Schema(type = "string", format = "binary"))))
    @PostMapping(path = "/api/v1/prometheus/write", consumes = PROTOBUF, produces = "application/json")
    Receipt remoteWrite(HttpServletRequest request) throws IOException {
        SampleBatch batch = intake.open(Actor.current());
        RemoteWriteSamples.read(request, batch, properties);
        intake.store(batch);
        return Receipt.of(batch);
    }
}
