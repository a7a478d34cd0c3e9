package io.swen.gitops.approval;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.platform.money.Money;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an approver wants to allow beforehand for replacements.
 *
 * @param maxHourlyCost in USD, for all workloads of one replacement together
 * @param regions provider-qualified, such as {@code aws:us-east-1}
 * @param count how many replacements
 * @param validFor from the verdict on
 */
@Schema(name = "NewEnvelope")
record EnvelopeTerms(
        @Nullable Money maxHourlyCost,
        @Nullable List<@Nullable String> regions,
        @Nullable Integer count,
        @Nullable Duration validFor) {

    static final int MOST_REGIONS = 20;
    static final int MOST_USES = 100;
    static final BigDecimal HIGHEST_COST = new BigDecimal("1000");
    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofDays(90);

    private static final Pattern REGION = Pattern.compile("(aws|alibaba):[a-z0-9-]{2,40}");

    /** The terms with nothing missing. */
    record Checked(BigDecimal maxHourlyCost, List<String> regions, int count, Duration validFor) {}

    Checked checked() {
        List<FieldProblem> problems = new ArrayList<>();
        if (maxHourlyCost == null
                || !maxHourlyCost.currency().equals("USD")
                || maxHourlyCost.amount().signum() <= 0
                || maxHourlyCost.amount().compareTo(HIGHEST_COST) > 0) {
            problems.add(new FieldProblem(
                    "envelope.max_hourly_cost",
                    maxHourlyCost == null ? null : maxHourlyCost.toString(),
                    "an amount in USD above 0 and at most " + HIGHEST_COST));
        }
        List<String> named = new ArrayList<>();
        for (String region : regions == null ? List.<@Nullable String>of() : regions) {
            if (region == null || !REGION.matcher(region).matches()) {
                problems.add(new FieldProblem("envelope.regions", region, "regions such as aws:us-east-1"));
            } else {
                named.add(region);
            }
        }
        if (regions == null || regions.isEmpty() || regions.size() > MOST_REGIONS) {
            problems.add(new FieldProblem(
                    "envelope.regions",
                    regions == null ? null : regions.size() + " regions",
                    "1 to " + MOST_REGIONS + " regions"));
        }
        if (count == null || count < 1 || count > MOST_USES) {
            problems.add(
                    new FieldProblem("envelope.count", count == null ? null : count.toString(), "1 to " + MOST_USES));
        }
        if (validFor == null || validFor.compareTo(SHORTEST) < 0 || validFor.compareTo(LONGEST) > 0) {
            problems.add(new FieldProblem(
                    "envelope.valid_for", validFor == null ? null : validFor.toString(), SHORTEST + " to " + LONGEST));
        }
        if (!problems.isEmpty() || maxHourlyCost == null || count == null || validFor == null) {
            throw ProblemException.invalidFields(problems);
        }
        return new Checked(
                maxHourlyCost.amount(), named.stream().distinct().sorted().toList(), count, validFor);
    }
}
