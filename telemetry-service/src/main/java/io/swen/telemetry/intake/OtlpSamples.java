package io.swen.telemetry.intake;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.metrics.Refusal;
import io.swen.telemetry.metrics.SampleBatch;
import io.swen.telemetry.metrics.SeriesKey;
import io.swen.telemetry.metrics.SeriesKey.Part;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads what an OpenTelemetry exporter sends: each data point becomes a sample, a distribution two. */
final class OtlpSamples {

    private static final String TEAM = "swen.team";
    private static final List<String> ENVIRONMENTS =
            List.of("swen.environment", "deployment.environment.name", "deployment.environment");
    /** The resource attributes that tell series apart; others describe what these already identify. */
    private static final List<String> RESOURCE_LABELS =
            List.of("service.name", "service.namespace", "service.instance.id", "host.name", "k8s.pod.name");

    private static final int NANOS = 1_000;

    private final SampleBatch batch;
    private final int most;
    private final SeriesKey key = new SeriesKey();
    private int index;

    private OtlpSamples(SampleBatch batch, int most) {
        this.batch = batch;
        this.most = most;
    }

    /** Reads a body into a batch; the place of a sample is that of its data point. */
    static void read(byte[] body, SampleBatch batch, int most) {
        try {
            new OtlpSamples(batch, most).request(ExportMetricsServiceRequest.parseFrom(body));
        } catch (InvalidProtocolBufferException e) {
            throw ProblemException.of(
                    ErrorCode.MALFORMED_BODY, "the body is not an ExportMetricsServiceRequest: " + e.getMessage(), e);
        }
    }

    private void request(ExportMetricsServiceRequest request) {
        for (ResourceMetrics resource : request.getResourceMetricsList()) {
            Map<String, String> attributes = attributes(resource.getResource().getAttributesList());
            for (ScopeMetrics scope : resource.getScopeMetricsList()) {
                scope.getMetricsList().forEach(metric -> metric(metric, attributes));
            }
        }
    }

    private void metric(Metric metric, Map<String, String> resource) {
        switch (metric.getDataCase()) {
            case GAUGE -> metric.getGauge().getDataPointsList().forEach(point -> number(metric, point, resource));
            case SUM -> metric.getSum().getDataPointsList().forEach(point -> number(metric, point, resource));
            case HISTOGRAM ->
                metric.getHistogram()
                        .getDataPointsList()
                        .forEach(point -> distribution(
                                metric,
                                resource,
                                point.getAttributesList(),
                                point.getTimeUnixNano(),
                                point.getCount(),
                                point.getSum()));
            case EXPONENTIAL_HISTOGRAM ->
                metric.getExponentialHistogram()
                        .getDataPointsList()
                        .forEach(point -> distribution(
                                metric,
                                resource,
                                point.getAttributesList(),
                                point.getTimeUnixNano(),
                                point.getCount(),
                                point.getSum()));
            case SUMMARY ->
                metric.getSummary()
                        .getDataPointsList()
                        .forEach(point -> distribution(
                                metric,
                                resource,
                                point.getAttributesList(),
                                point.getTimeUnixNano(),
                                point.getCount(),
                                point.getSum()));
            case DATA_NOT_SET -> {
                count();
                batch.refuse(
                        index++,
                        new Refusal("data", null, "a gauge, sum, histogram, exponential histogram or summary"));
            }
        }
    }

    private void number(Metric metric, NumberDataPoint point, Map<String, String> resource) {
        double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
        sample(metric.getName(), metric.getUnit(), resource, point.getAttributesList(), point.getTimeUnixNano(), value);
        index++;
    }

    private void distribution(
            Metric metric, Map<String, String> resource, List<KeyValue> attributes, long time, long count, double sum) {
        sample(metric.getName() + ".count", "1", resource, attributes, time, count);
        sample(metric.getName() + ".sum", metric.getUnit(), resource, attributes, time, sum);
        index++;
    }

    private void sample(
            String name,
            String unit,
            Map<String, String> resource,
            List<KeyValue> attributes,
            long nanos,
            double value) {
        count();
        key.clear();
        key.add(Part.NAME, name);
        if (!unit.isEmpty()) {
            key.add(Part.UNIT, unit);
        }
        String team = resource.get(TEAM);
        if (team != null) {
            key.add(Part.TEAM, team);
        }
        ENVIRONMENTS.stream()
                .map(resource::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(environment -> key.add(Part.ENVIRONMENT, environment));
        Map<String, String> labels = attributes(attributes);
        for (String label : RESOURCE_LABELS) {
            String attribute = resource.get(label);
            if (attribute != null) {
                labels.putIfAbsent(label, attribute);
            }
        }
        labels.forEach((label, text) -> {
            key.add(Part.LABEL, label);
            key.add(Part.VALUE, text);
        });
        batch.series(key);
        batch.add(index, "", Long.divideUnsigned(nanos, NANOS), value);
    }

    private void count() {
        if (batch.accepted() + batch.refusedCount() >= most) {
            throw ProblemException.invalidField(
                    "resource_metrics", "more than " + most, "at most " + most + " samples in a request");
        }
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> map = new TreeMap<>();
        attributes.forEach(attribute -> map.put(attribute.getKey(), text(attribute.getValue())));
        return map;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> value.toString();
        };
    }
}
