package io.swen.platform.redaction;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/** Masks secrets in the attributes, events and status of spans before they leave the process. */
final class RedactedSpans implements SpanExporter {

    private final SpanExporter exporter;

    RedactedSpans(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(Redacted::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static Attributes redacted(Attributes attributes) {
        AttributesBuilder masked = attributes.toBuilder();
        attributes.forEach((key, value) -> {
            if (key.getType() == AttributeType.STRING && value instanceof String text) {
                masked.put(key.getKey(), Redaction.isSecretName(key.getKey()) ? Redaction.MASK : Redaction.mask(text));
            } else if (key.getType() == AttributeType.STRING_ARRAY && value instanceof List<?> texts) {
                masked.put(
                        AttributeKey.stringArrayKey(key.getKey()),
                        texts.stream()
                                .map(text -> Redaction.mask(text.toString()))
                                .toList());
            }
        });
        return masked.build();
    }

    private static final class Redacted extends DelegatingSpanData {

        Redacted(SpanData span) {
            super(span);
        }

        @Override
        public String getName() {
            return Redaction.mask(super.getName());
        }

        @Override
        public Attributes getAttributes() {
            return redacted(super.getAttributes());
        }

        @Override
        public List<EventData> getEvents() {
            return super.getEvents().stream()
                    .map(event -> EventData.create(
                            event.getEpochNanos(),
                            event.getName(),
                            redacted(event.getAttributes()),
                            event.getTotalAttributeCount()))
                    .toList();
        }

        @Override
        public StatusData getStatus() {
            StatusData status = super.getStatus();
            return StatusData.create(status.getStatusCode(), Redaction.mask(status.getDescription()));
        }
    }
}
