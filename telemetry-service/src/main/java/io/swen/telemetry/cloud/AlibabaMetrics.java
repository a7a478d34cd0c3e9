package io.swen.telemetry.cloud;

import com.aliyuncs.cms.model.v20190101.DescribeMetricListRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.MetricPoint;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** CloudMonitor's metrics of instances, one metric of some dozens of instances a call. */
@Component
class AlibabaMetrics implements SdkTelemetrySource.Metrics {

    private static final int INSTANCES_IN_ONE_CALL = 50;
    private static final int POINTS_IN_ONE_CALL = 1440;
    private static final double BITS = 8;

    private final AlibabaClients alibaba;
    private final MeterRegistry metrics;

    AlibabaMetrics(AlibabaClients alibaba, MeterRegistry metrics) {
        this.alibaba = alibaba;
        this.metrics = metrics;
    }

    @Override
    public List<MetricPoint> metrics(
            String region, List<String> instanceIds, Instant from, Instant to, Duration period) {
        List<MetricPoint> points = new ArrayList<>();
        for (int start = 0; start < instanceIds.size(); start += INSTANCES_IN_ONE_CALL) {
            List<String> some = instanceIds.subList(start, Math.min(instanceIds.size(), start + INSTANCES_IN_ONE_CALL));
            String dimensions = alibaba.json()
                    .writeValueAsString(
                            some.stream().map(id -> Map.of("instanceId", id)).toList());
            for (InstanceMetric metric : InstanceMetric.values()) {
                read(region, dimensions, metric, from, to, period, points);
            }
        }
        return points;
    }

    private void read(
            String region,
            String dimensions,
            InstanceMetric metric,
            Instant from,
            Instant to,
            Duration period,
            List<MetricPoint> into) {
        String name = switch (metric) {
            case CPU_UTILIZATION -> "CPUUtilization";
            case NETWORK_IN -> "IntranetInRate";
            case NETWORK_OUT -> "IntranetOutRate";
        };
        double divisor = metric == InstanceMetric.CPU_UTILIZATION ? 1 : BITS;
        Pages.readAll(Provider.ALIBABA, "metrics of " + region, token -> {
            DescribeMetricListRequest request = new DescribeMetricListRequest();
            request.setNamespace("acs_ecs_dashboard");
            request.setMetricName(name);
            request.setPeriod(Long.toString(period.toSeconds()));
            request.setStartTime(Long.toString(from.toEpochMilli()));
            request.setEndTime(Long.toString(to.toEpochMilli()));
            request.setDimensions(dimensions);
            request.setLength(Integer.toString(POINTS_IN_ONE_CALL));
            request.setNextToken(token);
            JsonNode answer = alibaba.ask(CloudAction.ALIBABA_DESCRIBE_METRIC_LIST, region, request);
            metrics.counter(TelemetryMetric.CLOUD_METRICS_ASKED.id(), "provider", Provider.ALIBABA.id())
                    .increment();
            for (JsonNode point :
                    alibaba.json().readTree(answer.path("Datapoints").asString("[]"))) {
                into.add(new MetricPoint(
                        point.path("instanceId").asString(),
                        metric,
                        Instant.ofEpochMilli(point.path("timestamp").asLong()),
                        point.path("Average").asDouble() / divisor));
            }
            return answer.path("NextToken").asString("");
        });
    }
}
