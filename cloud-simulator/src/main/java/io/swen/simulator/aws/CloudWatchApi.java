package io.swen.simulator.aws;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.MetricSeries;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.protocol.PageToken;
import io.swen.simulator.protocol.Xml;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** CloudWatch's GetMetricData in the Query protocol, for the AWS/EC2 metrics of instances. */
final class CloudWatchApi {

    private static final String NAMESPACE = " xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"";
    private static final int MAX_QUERIES = 500;
    private static final int MAX_POINTS = 100_800;
    private static final Duration BASIC = Duration.ofMinutes(5);
    private static final Duration DETAILED = Duration.ofMinutes(1);
    private static final Set<String> METRICS = Set.of(
            "CPUUtilization",
            "NetworkIn",
            "NetworkOut",
            "StatusCheckFailed",
            "StatusCheckFailed_Instance",
            "StatusCheckFailed_System");
    private static final Set<String> STATISTICS = Set.of("Average", "Minimum", "Maximum", "Sum", "SampleCount");

    private final Fleet fleet;
    private final SimulatedClock clock;

    CloudWatchApi(Fleet fleet, SimulatedClock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    private record Query(
            String id, String label, String metric, Duration period, String statistic, Optional<SimInstance> of) {}

    private record Sample(Instant at, double value) {}

    private record Result(Query query, List<Sample> samples, boolean complete) {}

    String answer(String action, QueryParameters in, Caller caller, String requestId) {
        if (!action.equals("GetMetricData")) {
            throw AwsException.badRequest(
                    "InvalidAction", "Could not find operation " + action + " for version 2010-08-01");
        }
        Instant start = time(in, "StartTime");
        Instant end = time(in, "EndTime");
        if (!start.isBefore(end)) {
            throw AwsException.badRequest(
                    "ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
        }
        int limit = in.number("MaxDatapoints", MAX_POINTS, 1, MAX_POINTS);
        boolean ascending = "TimestampAscending".equals(in.get("ScanBy"));
        List<Query> queries = queries(in, caller);
        int queryIndex = 0;
        int skip = 0;
        String token = in.get("NextToken");
        if (token != null && !token.isEmpty()) {
            List<String> parts = PageToken.read(token, 2).orElseThrow(CloudWatchApi::invalidToken);
            try {
                queryIndex = Integer.parseInt(parts.get(0));
                skip = Integer.parseInt(parts.get(1));
            } catch (NumberFormatException e) {
                throw invalidToken();
            }
            if (queryIndex < 0 || queryIndex >= queries.size() || skip < 0) {
                throw invalidToken();
            }
        }
        var results = new ArrayList<Result>();
        String next = null;
        int room = limit;
        for (; queryIndex < queries.size() && next == null; queryIndex++, skip = 0) {
            Query query = queries.get(queryIndex);
            List<Sample> samples = samples(query, start, end);
            if (!ascending) {
                samples.sort(Comparator.comparing(Sample::at).reversed());
            }
            int from = Math.min(skip, samples.size());
            int to = Math.min(samples.size(), from + room);
            boolean complete = to == samples.size();
            if (!complete) {
                next = PageToken.of(queryIndex, to);
            }
            room -= to - from;
            results.add(new Result(query, samples.subList(from, to), complete));
        }
        String nextToken = next;
        return new Xml()
                .element(
                        "GetMetricDataResponse" + NAMESPACE,
                        x -> x.element(
                                        "GetMetricDataResult",
                                        r -> r.list("MetricDataResults", "member", results, CloudWatchApi::result)
                                                .leaf("NextToken", nextToken)
                                                .element("Messages", m -> {}))
                                .element("ResponseMetadata", m -> m.leaf("RequestId", requestId)))
                .toString();
    }

    static String error(AwsException e, String namespace, String requestId) {
        return new Xml()
                .element(
                        "ErrorResponse xmlns=\"" + namespace + "\"",
                        r -> r.element(
                                        "Error",
                                        x -> x.leaf("Type", e.status() < 500 ? "Sender" : "Receiver")
                                                .leaf("Code", e.code())
                                                .leaf("Message", e.text()))
                                .leaf("RequestId", requestId))
                .toString();
    }

    private static void result(Xml x, Result result) {
        x.leaf("Id", result.query().id())
                .leaf("Label", result.query().label())
                .list("Timestamps", "member", result.samples(), (m, s) -> m.text(s.at().toString()))
                .list("Values", "member", result.samples(), (m, s) -> m.text(Double.toString(s.value())))
                .leaf("StatusCode", result.complete() ? "Complete" : "PartialData");
    }

    private List<Query> queries(QueryParameters in, Caller caller) {
        List<QueryParameters> given = in.structures("MetricDataQueries.member");
        if (given.isEmpty()) {
            throw AwsException.badRequest(
                    "ValidationError", "The parameter MetricDataQueries is required and must not be empty.");
        }
        if (given.size() > MAX_QUERIES) {
            throw AwsException.badRequest(
                    "ValidationError",
                    "The collection MetricDataQueries must not have a size greater than " + MAX_QUERIES + ".");
        }
        var queries = new ArrayList<Query>();
        for (QueryParameters one : given) {
            String id = one.required("Id");
            if (one.get("Expression") != null) {
                throw AwsException.badRequest(
                        "ValidationError", "Metric math is not simulated; query " + id + " has an Expression.");
            }
            if ("false".equals(one.get("ReturnData"))) {
                continue;
            }
            String metric = one.required("MetricStat.Metric.MetricName");
            String namespace = one.required("MetricStat.Metric.Namespace");
            int period = one.number("MetricStat.Period", 300, 1, 86_400);
            if (period != 1 && period != 5 && period != 10 && period != 30 && period % 60 != 0) {
                throw AwsException.badRequest(
                        "ValidationError", "The parameter Period must be 1, 5, 10, 30 or a multiple of 60.");
            }
            String statistic = one.required("MetricStat.Stat");
            if (!STATISTICS.contains(statistic)) {
                throw AwsException.badRequest(
                        "ValidationError", "The value " + statistic + " for parameter Stat is not supported.");
            }
            List<QueryParameters> dimensions = one.structures("MetricStat.Metric.Dimensions.member");
            Optional<SimInstance> instance = Optional.empty();
            if (namespace.equals("AWS/EC2")
                    && METRICS.contains(metric)
                    && dimensions.size() == 1
                    && dimensions.getFirst().required("Name").equals("InstanceId")) {
                instance = fleet.find(
                        Provider.AWS,
                        caller.account(),
                        caller.region(),
                        dimensions.getFirst().required("Value"));
            }
            String label = Objects.requireNonNullElse(one.get("Label"), metric);
            queries.add(new Query(id, label, metric, Duration.ofSeconds(period), statistic, instance));
        }
        return queries;
    }

    /** One sample for each period that lies in the span and in the instance's life, oldest first. */
    private List<Sample> samples(Query query, Instant start, Instant end) {
        var samples = new ArrayList<Sample>();
        if (query.of().isEmpty()) {
            return samples;
        }
        SimInstance instance = query.of().get();
        Duration published = instance.detailedMonitoring() ? DETAILED : BASIC;
        long step = Math.max(published.toSeconds(), query.period().toSeconds());
        Instant now = clock.instant();
        InstanceStatus status = InstanceStatus.of(instance, now);
        Instant last = status.end() == null ? now : status.since();
        long first = Math.floorDiv(
                        Math.max(start.getEpochSecond(), instance.runningAt().getEpochSecond()) + step - 1, step)
                * step;
        for (long at = first; at < end.getEpochSecond() && at + step <= last.getEpochSecond(); at += step) {
            if (samples.size() >= MAX_POINTS) {
                break;
            }
            Instant from = Instant.ofEpochSecond(at);
            if (!fleet.metrics().isPublished(instance, from)) {
                continue;
            }
            samples.add(new Sample(from, value(instance, query, from, Duration.ofSeconds(step), published)));
        }
        return samples;
    }

    private double value(SimInstance instance, Query query, Instant from, Duration step, Duration published) {
        double count = (double) step.toSeconds() / published.toSeconds();
        if (query.statistic().equals("SampleCount")) {
            return count;
        }
        double scale = 1;
        MetricSeries.Point point;
        switch (query.metric()) {
            case "CPUUtilization" -> point = fleet.metrics().cpuPercent(instance, from, step);
            case "NetworkIn", "NetworkOut" -> {
                point = fleet.metrics()
                        .bytesPerSecond(instance, from, step, query.metric().equals("NetworkIn"));
                scale = published.toSeconds();
            }
            case "StatusCheckFailed", "StatusCheckFailed_Instance" -> {
                double failed = instance.isImpaired() ? 1 : 0;
                point = new MetricSeries.Point(failed, failed, failed);
            }
            default -> point = new MetricSeries.Point(0, 0, 0);
        }
        return scale
                * switch (query.statistic()) {
                    case "Minimum" -> point.minimum();
                    case "Maximum" -> point.maximum();
                    case "Sum" -> point.average() * count;
                    default -> point.average();
                };
    }

    private static Instant time(QueryParameters in, String name) {
        String text = in.get(name);
        if (text == null || text.isEmpty()) {
            throw AwsException.badRequest("ValidationError", "The parameter " + name + " is required.");
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw AwsException.badRequest("ValidationError", "The parameter " + name + " must be a timestamp: " + text);
        }
    }

    private static AwsException invalidToken() {
        return AwsException.badRequest("InvalidNextToken", "The next token is not valid.");
    }
}
