package io.swen.telemetry.cost;

import io.swen.platform.problem.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What costs can be grouped by; each is a column of the ledger. */
enum Grouping {
    TEAM,
    ENVIRONMENT,
    PROVIDER,
    REGION,
    WORKLOAD,
    PURCHASE_OPTION,
    SERVICE,
    INSTANCE_TYPE;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Grouping of(String given) {
        return Arrays.stream(values())
                .filter(grouping -> grouping.column().equals(given))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalidField(
                        "group_by",
                        given,
                        Arrays.stream(values())
                                .map(Grouping::column)
                                .collect(Collectors.joining(", ", "one of ", ""))));
    }
}
