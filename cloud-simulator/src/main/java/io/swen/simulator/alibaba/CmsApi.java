package io.swen.simulator.alibaba;

import io.swen.catalog.Provider;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.InstanceStatus;
import io.swen.simulator.fleet.MetricSeries;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.protocol.PageToken;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudMonitor, version 2019-01-01: DescribeMetricList for the dashboard metrics of ECS. */
final class CmsApi {

    private static final String ECS = "acs_ecs_dashboard";
    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Set<String> METRICS = Set.of(
            "CPUUtilization", "cpu_total", "IntranetInRate", "IntranetOutRate", "InternetInRate", "InternetOutRate");
    private static final int MAX_LENGTH = 1_440;

    private final Fleet fleet;
    private final SimulatedClock clock;

    CmsApi(Fleet fleet, SimulatedClock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    Map<String, Object> answer(String action, RpcParameters in, String account) {
        if (!action.equals("DescribeMetricList")) {
            throw new AlibabaException(
                    404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
        }
        String namespace = in.required("Namespace");
        String metric = in.required("MetricName");
        if (!namespace.equals(ECS) || !METRICS.contains(metric)) {
            throw new AlibabaException(
                    404, "ResourceNotFound", "The specified resource is not found: " + namespace + " " + metric);
        }
        int period = in.number("Period", 60, 15, 86_400);
        if (period != 15 && period % 60 != 0) {
            throw AlibabaException.invalid("Period", Integer.toString(period));
        }
        Instant now = clock.instant();
        Instant end = time(in.get("EndTime"), "EndTime", now);
        Instant start = time(in.get("StartTime"), "StartTime", end.minus(Duration.ofHours(1)));
        if (!start.isBefore(end)) {
            throw AlibabaException.invalid("StartTime", "not before EndTime");
        }
        int length = in.number("Length", 1_000, 1, MAX_LENGTH);
        int from = offset(in.get("NextToken"));
        List<Map<String, Object>> points = points(in.get("Dimensions"), account, metric, period, start, end, now);
        List<Map<String, Object>> page =
                points.subList(Math.min(from, points.size()), Math.min(points.size(), from + length));
        var out = new LinkedHashMap<String, Object>();
        out.put("Success", true);
        out.put("Code", "200");
        out.put("Period", Integer.toString(period));
        out.put("Datapoints", JsonMapper.shared().writeValueAsString(page));
        if (from + length < points.size()) {
            out.put("NextToken", PageToken.of(from + length));
        }
        return out;
    }

    /** The points of all instances asked for, oldest first. */
    private List<Map<String, Object>> points(
            @Nullable String dimensions,
            String account,
            String metric,
            int period,
            Instant start,
            Instant end,
            Instant now) {
        var points = new ArrayList<Map<String, Object>>();
        for (SimInstance instance : instances(dimensions, account)) {
            InstanceStatus status = InstanceStatus.of(instance, now);
            Instant last = status.end() == null ? now : status.since();
            long from = Math.max(start.getEpochSecond(), instance.runningAt().getEpochSecond());
            long first = Math.floorDiv(from + period - 1, (long) period) * period;
            for (long at = first; at < end.getEpochSecond() && at + period <= last.getEpochSecond(); at += period) {
                if (!fleet.metrics().isPublished(instance, Instant.ofEpochSecond(at))) {
                    continue;
                }
                MetricSeries.Point value =
                        value(instance, metric, Instant.ofEpochSecond(at), Duration.ofSeconds(period));
                var point = new LinkedHashMap<String, Object>();
                point.put("timestamp", at * 1_000);
                point.put("userId", account);
                point.put("instanceId", instance.id());
                point.put("Minimum", rounded(value.minimum()));
                point.put("Maximum", rounded(value.maximum()));
                point.put("Average", rounded(value.average()));
                points.add(point);
            }
        }
        points.sort(Comparator.comparingLong(p -> ((Number) p.getOrDefault("timestamp", 0L)).longValue()));
        return points;
    }

    private MetricSeries.Point value(SimInstance instance, String metric, Instant at, Duration period) {
        return switch (metric) {
            case "CPUUtilization", "cpu_total" -> fleet.metrics().cpuPercent(instance, at, period);
            case "IntranetInRate", "IntranetOutRate" -> {
                MetricSeries.Point bytes =
                        fleet.metrics().bytesPerSecond(instance, at, period, metric.equals("IntranetInRate"));
                yield new MetricSeries.Point(bytes.average() * 8, bytes.minimum() * 8, bytes.maximum() * 8);
            }
            // Instances have no public address, so nothing moves over the Internet.
            default -> new MetricSeries.Point(0, 0, 0);
        };
    }

    private List<SimInstance> instances(@Nullable String dimensions, String account) {
        List<SimInstance> all = fleet.list(Provider.ALIBABA, account, null);
        if (dimensions == null) {
            return all;
        }
        var wanted = new TreeSet<String>();
        try {
            JsonNode json = JsonMapper.shared().readTree(dimensions);
            for (JsonNode one : json.isArray()
                    ? json
                    : JsonMapper.shared().createArrayNode().add(json)) {
                String id = one.path("instanceId").asString("");
                if (id.isEmpty()) {
                    throw AlibabaException.invalid("Dimensions", dimensions);
                }
                wanted.add(id);
            }
        } catch (JacksonException e) {
            throw AlibabaException.invalid("Dimensions", dimensions);
        }
        return all.stream().filter(i -> wanted.contains(i.id())).toList();
    }

    /** Milliseconds since 1970, {@code yyyy-MM-dd HH:mm:ss} or RFC 3339. */
    private static Instant time(@Nullable String text, String name, Instant otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            if (text.chars().allMatch(Character::isDigit)) {
                return Instant.ofEpochMilli(Long.parseLong(text));
            }
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text, PLAIN).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException | NumberFormatException e) {
            throw AlibabaException.invalid(name, text);
        }
    }

    private static int offset(@Nullable String token) {
        if (token == null) {
            return 0;
        }
        try {
            return Math.max(
                    0,
                    Integer.parseInt(PageToken.read(token, 1)
                            .orElseThrow(() -> AlibabaException.invalid("NextToken", token))
                            .getFirst()));
        } catch (NumberFormatException e) {
            throw AlibabaException.invalid("NextToken", token);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
