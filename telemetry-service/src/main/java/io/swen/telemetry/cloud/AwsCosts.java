package io.swen.telemetry.cloud;

import io.swen.catalog.Provider;
import io.swen.telemetry.cloud.CloudTelemetrySource.BilledAmount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import software.amazon.awssdk.services.costexplorer.model.Granularity;
import software.amazon.awssdk.services.costexplorer.model.Group;
import software.amazon.awssdk.services.costexplorer.model.GroupDefinition;
import software.amazon.awssdk.services.costexplorer.model.GroupDefinitionType;
import software.amazon.awssdk.services.costexplorer.model.MetricValue;
import software.amazon.awssdk.services.costexplorer.model.ResultByTime;

/**
 * Daily costs: line by line from an {@link AwsCostExport}, where one is configured and has the month; else from Cost Explorer, by
 * service and by the tag that names the team. Cost Explorer groups by two things at most, so resource and workload stay unknown then.
 */
@Component
class AwsCosts implements SdkTelemetrySource.Costs {

    private static final String SOURCE = "aws-cost-explorer";
    private static final String TEAM = "swen:team";
    private static final String METRIC = "UnblendedCost";

    /** AWS finishes a day within one to two; a call for more costs more. */
    private static final int DAYS = 3;
    /** An export is refreshed until two weeks after its month. */
    private static final int EXPORTED_DAYS = 45;

    private final AwsClients aws;
    private final AwsCostExport export;

    AwsCosts(AwsClients aws, AwsCostExport export) {
        this.aws = aws;
        this.export = export;
    }

    @Override
    public int billedDays() {
        return export.isConfigured() ? EXPORTED_DAYS : DAYS;
    }

    @Override
    public List<BilledAmount> bills(LocalDate from, LocalDate to) {
        if (!export.isConfigured()) {
            return explored(from, to);
        }
        List<BilledAmount> amounts = new ArrayList<>();
        for (YearMonth month = YearMonth.from(from); !month.isAfter(YearMonth.from(to)); month = month.plusMonths(1)) {
            LocalDate first = month.atDay(1).isBefore(from) ? from : month.atDay(1);
            LocalDate last = month.atEndOfMonth().isAfter(to) ? to : month.atEndOfMonth();
            amounts.addAll(export.bills(month, first, last).orElseGet(() -> explored(first, last)));
        }
        return amounts;
    }

    private List<BilledAmount> explored(LocalDate from, LocalDate to) {
        List<BilledAmount> amounts = new ArrayList<>();
        Pages.readAll(Provider.AWS, "costs", token -> {
            var answer = aws.call(
                    CloudAction.AWS_GET_COST_AND_USAGE,
                    "cost-explorer",
                    () -> aws.costExplorer()
                            .getCostAndUsage(request -> request
                                    // The end is the first day that is not asked for.
                                    .timePeriod(period -> period.start(from.toString())
                                            .end(to.plusDays(1).toString()))
                                    .granularity(Granularity.DAILY)
                                    .metrics(METRIC)
                                    .groupBy(
                                            group(GroupDefinitionType.DIMENSION, "SERVICE"),
                                            group(GroupDefinitionType.TAG, TEAM))
                                    .nextPageToken(token)));
            answer.resultsByTime().forEach(day -> read(day, amounts));
            return answer.nextPageToken();
        });
        return amounts;
    }

    private static void read(ResultByTime result, List<BilledAmount> into) {
        LocalDate day = LocalDate.parse(result.timePeriod().start());
        for (Group group : result.groups()) {
            MetricValue value = group.metrics().get(METRIC);
            if (value == null || group.keys().size() != 2) {
                throw new CloudException(
                        Provider.AWS, CloudErrorCode.REMOTE_FAILED, "costs of " + day + " have no " + METRIC, null);
            }
            BigDecimal amount = new BigDecimal(value.amount());
            if (amount.signum() == 0) {
                continue;
            }
            // A group of a tag is called "swen:team$research", and "swen:team$" for what has none.
            String team = group.keys().get(1).substring(group.keys().get(1).indexOf('$') + 1);
            into.add(new BilledAmount(
                    day,
                    SOURCE,
                    group.keys().getFirst(),
                    null,
                    null,
                    team.isEmpty() ? Map.of() : Map.of(TEAM, team),
                    amount,
                    value.unit(),
                    Boolean.TRUE.equals(result.estimated())));
        }
    }

    private static GroupDefinition group(GroupDefinitionType type, String key) {
        return GroupDefinition.builder().type(type).key(key).build();
    }
}
