package io.swen.simulator.aws;

import io.swen.catalog.Provider;
import io.swen.simulator.billing.Bills;
import io.swen.simulator.clock.SimulatedClock;
import io.swen.simulator.fleet.Fleet;
import io.swen.simulator.fleet.SimInstance;
import io.swen.simulator.market.Market;
import io.swen.simulator.protocol.ApiRequest;
import io.swen.simulator.protocol.ApiResponse;
import io.swen.simulator.protocol.PageToken;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Cost Explorer's GetCostAndUsage in JSON 1.1, by day, grouped by up to two dimensions or tags. */
final class CostExplorerApi {

    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    private static final String COMPUTE = "Amazon Elastic Compute Cloud - Compute";
    private static final Set<String> METRICS = Set.of(
            "UnblendedCost", "BlendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost", "UsageQuantity");
    private static final int DAYS_ON_A_PAGE = 31;
    private static final int MOST_DAYS = 430;

    private final Bills bills;
    private final SimulatedClock clock;

    CostExplorerApi(Market market, Fleet fleet, SimulatedClock clock) {
        this.bills = new Bills(Provider.AWS, market, fleet);
        this.clock = clock;
    }

    private record Group(String type, String key) {}

    ApiResponse answer(String action, ApiRequest request, Caller caller, String requestId) {
        if (!action.equals("GetCostAndUsage")) {
            throw AwsException.badRequest("UnknownOperationException", "The operation " + action + " is not known.");
        }
        JsonNode in = JsonCall.read(request);
        LocalDate start = day(in.at("/TimePeriod/Start").asString(""));
        LocalDate end = day(in.at("/TimePeriod/End").asString(""));
        if (!start.isBefore(end) || start.plusDays(MOST_DAYS).isBefore(end)) {
            throw AwsException.badRequest(
                    "ValidationException", "Start date (and hour) should be before end date (and hour)");
        }
        if (!in.path("Granularity").asString("").equals("DAILY")) {
            throw AwsException.badRequest("ValidationException", "Only the granularity DAILY is simulated.");
        }
        List<String> metrics = new ArrayList<>();
        in.path("Metrics").forEach(metric -> metrics.add(metric.asString("")));
        if (metrics.isEmpty() || !METRICS.containsAll(metrics)) {
            throw AwsException.badRequest("ValidationException", "Metrics are required, of " + METRICS + ".");
        }
        List<Group> groups = groups(in.path("GroupBy"));
        String token = in.path("NextPageToken").asString("");
        LocalDate from = token.isEmpty()
                ? start
                : day(PageToken.read(token, 1)
                        .orElseThrow(() -> AwsException.badRequest(
                                "InvalidNextTokenException", "The pagination token is invalid."))
                        .getFirst());
        LocalDate to = from.plusDays(DAYS_ON_A_PAGE).isBefore(end) ? from.plusDays(DAYS_ON_A_PAGE) : end;
        Instant now = clock.instant();
        var results = new ArrayList<Map<String, Object>>();
        for (LocalDate day = from; day.isBefore(to); day = day.plusDays(1)) {
            results.add(result(day, bills.of(caller.account(), day, now), metrics, groups, now));
        }
        var out = new LinkedHashMap<String, Object>();
        out.put(
                "GroupDefinitions",
                groups.stream()
                        .map(group -> Map.of("Type", group.type(), "Key", group.key()))
                        .toList());
        out.put("ResultsByTime", results);
        out.put("DimensionValueAttributes", List.of());
        if (to.isBefore(end)) {
            out.put("NextPageToken", PageToken.of(to));
        }
        return JsonCall.answer(CONTENT_TYPE, requestId, out);
    }

    static ApiResponse error(AwsException e, String requestId) {
        return JsonCall.error(CONTENT_TYPE, "", e, requestId);
    }

    private static Map<String, Object> result(
            LocalDate day, List<Bills.Line> lines, List<String> metrics, List<Group> groups, Instant now) {
        var result = new LinkedHashMap<String, Object>();
        result.put(
                "TimePeriod",
                Map.of("Start", day.toString(), "End", day.plusDays(1).toString()));
        if (groups.isEmpty()) {
            result.put("Total", amounts(lines, metrics));
            result.put("Groups", List.of());
        } else {
            var byKeys = new TreeMap<String, List<Bills.Line>>();
            for (Bills.Line line : lines) {
                byKeys.computeIfAbsent(String.join("\n", keys(line.instance(), groups)), k -> new ArrayList<>())
                        .add(line);
            }
            result.put("Total", Map.of());
            result.put(
                    "Groups",
                    byKeys.entrySet().stream()
                            .map(entry -> Map.of(
                                    "Keys",
                                    List.of(entry.getKey().split("\n", -1)),
                                    "Metrics",
                                    amounts(entry.getValue(), metrics)))
                            .toList());
        }
        // AWS settles a day within about two.
        result.put(
                "Estimated",
                day.plusDays(2).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(now));
        return result;
    }

    private static List<String> keys(SimInstance instance, List<Group> groups) {
        return groups.stream()
                .map(group -> {
                    if (group.type().equals("TAG")) {
                        return group.key() + "$" + instance.tags().getOrDefault(group.key(), "");
                    }
                    return switch (group.key()) {
                        case "SERVICE" -> COMPUTE;
                        case "REGION" -> instance.region();
                        case "INSTANCE_TYPE" -> instance.type();
                        default -> instance.account();
                    };
                })
                .toList();
    }

    private static Map<String, Object> amounts(List<Bills.Line> lines, List<String> metrics) {
        BigDecimal cost = lines.stream().map(Bills.Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal hours = BigDecimal.valueOf(
                lines.stream().mapToLong(line -> line.charged().toSeconds()).sum() / 3_600.0);
        var amounts = new LinkedHashMap<String, Object>();
        for (String metric : metrics) {
            boolean usage = metric.equals("UsageQuantity");
            amounts.put(
                    metric, Map.of("Amount", (usage ? hours : cost).toPlainString(), "Unit", usage ? "Hrs" : "USD"));
        }
        return amounts;
    }

    private static List<Group> groups(JsonNode in) {
        var groups = new ArrayList<Group>();
        for (JsonNode group : in) {
            String type = group.path("Type").asString("");
            String key = group.path("Key").asString("");
            boolean known = type.equals("TAG")
                    || (type.equals("DIMENSION")
                            && Set.of("SERVICE", "REGION", "INSTANCE_TYPE", "LINKED_ACCOUNT")
                                    .contains(key));
            if (!known || key.isEmpty()) {
                throw AwsException.badRequest("ValidationException", "Cannot group by " + type + " " + key + ".");
            }
            groups.add(new Group(type, key));
        }
        if (groups.size() > 2) {
            throw AwsException.badRequest("ValidationException", "At most 2 groups can be given.");
        }
        return groups;
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw AwsException.badRequest("ValidationException", "Not a day: '" + text + "'.");
        }
    }
}
