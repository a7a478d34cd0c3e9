package io.swen.telemetry.cloud;

import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.MetricPoint;
import io.swen.telemetry.support.TelemetryMetric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** CloudWatch's metrics of instances, in batches as large as one call takes. */
@Component
class AwsMetrics implements SdkTelemetrySource.Metrics {

    private static final int QUERIES_IN_ONE_CALL = 500;

    private final AwsClients aws;
    private final MeterRegistry metrics;

    AwsMetrics(AwsClients aws, MeterRegistry metrics) {
        this.aws = aws;
        this.metrics = metrics;
    }

    @Override
    public List<MetricPoint> metrics(
            String region, List<String> instanceIds, Instant from, Instant to, Duration period) {
        List<MetricDataQuery> queries = new ArrayList<>();
        Map<String, Map.Entry<String, InstanceMetric>> byId = new HashMap<>();
        for (String instanceId : instanceIds) {
            for (InstanceMetric metric : InstanceMetric.values()) {
                String id = "m" + queries.size();
                byId.put(id, Map.entry(instanceId, metric));
                queries.add(query(id, instanceId, metric, period));
            }
        }
        List<MetricPoint> points = new ArrayList<>();
        for (int start = 0; start < queries.size(); start += QUERIES_IN_ONE_CALL) {
            List<MetricDataQuery> some = queries.subList(start, Math.min(queries.size(), start + QUERIES_IN_ONE_CALL));
            read(region, some, byId, from, to, period, points);
        }
        return points;
    }

    private void read(
            String region,
            List<MetricDataQuery> queries,
            Map<String, Map.Entry<String, InstanceMetric>> byId,
            Instant from,
            Instant to,
            Duration period,
            List<MetricPoint> into) {
        Pages.readAll(Provider.AWS, "metrics of " + region, token -> {
            var answer = aws.call(
                    CloudAction.AWS_GET_METRIC_DATA,
                    region,
                    queries.size(),
                    () -> aws.cloudWatch(region)
                            .getMetricData(request -> request.metricDataQueries(queries)
                                    .startTime(from)
                                    .endTime(to)
                                    .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                    .nextToken(token)));
            metrics.counter(TelemetryMetric.CLOUD_METRICS_ASKED.id(), "provider", Provider.AWS.id())
                    .increment(queries.size());
            for (MetricDataResult result : answer.metricDataResults()) {
                var asked = byId.get(result.id());
                if (asked == null) {
                    continue;
                }
                // CloudWatch sums bytes over the period.
                double divisor = asked.getValue() == InstanceMetric.CPU_UTILIZATION ? 1 : period.toSeconds();
                for (int i = 0; i < result.timestamps().size(); i++) {
                    into.add(new MetricPoint(
                            asked.getKey(),
                            asked.getValue(),
                            result.timestamps().get(i),
                            result.values().get(i) / divisor));
                }
            }
            return answer.nextToken();
        });
    }

    private static MetricDataQuery query(String id, String instanceId, InstanceMetric metric, Duration period) {
        String name = switch (metric) {
            case CPU_UTILIZATION -> "CPUUtilization";
            case NETWORK_IN -> "NetworkIn";
            case NETWORK_OUT -> "NetworkOut";
        };
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(MetricStat.builder()
                        .metric(Metric.builder()
                                .namespace("AWS/EC2")
                                .metricName(name)
                                .dimensions(Dimension.builder()
                                        .name("InstanceId")
                                        .value(instanceId)
                                        .build())
                                .build())
                        .period((int) period.toSeconds())
                        .stat(metric == InstanceMetric.CPU_UTILIZATION ? "Average" : "Sum")
                        .build())
                .returnData(true)
                .build();
    }
}
