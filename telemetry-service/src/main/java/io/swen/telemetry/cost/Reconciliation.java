package io.swen.telemetry.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what was metered and what was billed of one provider and day.
 *
 * <p>The most specific lines come first: those that name an instance replace what was metered of it; those that name a workload
 * or a team are spread over what was metered of it. A line that names neither may hold machines that SWEN knows nothing of, so
 * it only ever lowers what was metered; what it has beyond that is kept apart.
 */
final class Reconciliation {

    /** As fine as costs are kept. */
    static final int SCALE = 12;

    /** A slice that was metered. */
    record Metered(
            long instance,
            java.time.Instant hour,
            BigDecimal unitPrice,
            BigDecimal usd,
            String resourceId,
            String region,
            String instanceType,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment) {}

    /**
     * What came of it.
     *
     * @param billed what was billed for a slice; slices of which the bill says nothing are absent
     * @param rest by line, what no slice accounts for
     */
    record Outcome(Map<Metered, BigDecimal> billed, Map<String, BigDecimal> rest) {

        Outcome {
            billed = Map.copyOf(billed);
            rest = Map.copyOf(rest);
        }
    }

    /** What lines have in common that are compared with the same slices. */
    private record Key(
            @Nullable String resource,
            @Nullable String workload,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String region,
            @Nullable String instanceType) {

        static Key of(BilledLine line) {
            return line.resourceId() == null
                    ? new Key(
                            null, line.workload(), line.team(), line.environment(), line.region(), line.instanceType())
                    : new Key(line.resourceId(), null, null, null, null, null);
        }

        boolean isOurs() {
            return resource != null || workload != null || team != null;
        }

        int vagueness() {
            int fixed = resource != null ? 16 : 0;
            fixed += workload != null ? 8 : 0;
            fixed += team != null ? 4 : 0;
            fixed += environment != null ? 1 : 0;
            fixed += region != null ? 1 : 0;
            fixed += instanceType != null ? 1 : 0;
            return -fixed;
        }

        boolean covers(Metered slice) {
            return is(resource, slice.resourceId())
                    && is(workload, slice.workload())
                    && is(team, slice.team())
                    && is(environment, slice.environment())
                    && is(region, slice.region())
                    && is(instanceType, slice.instanceType());
        }

        private static boolean is(@Nullable String asked, @Nullable String value) {
            return asked == null || asked.equals(value);
        }
    }

    private Reconciliation() {}

    static Outcome of(List<Metered> metered, List<BilledLine> lines) {
        Map<Metered, BigDecimal> billed = new HashMap<>();
        Map<String, BigDecimal> rest = new HashMap<>();
        Map<Key, List<BilledLine>> compute = new LinkedHashMap<>();
        for (BilledLine line : lines) {
            if (line.compute() && line.category().equals("Usage")) {
                compute.computeIfAbsent(Key.of(line), key -> new ArrayList<>()).add(line);
            } else {
                rest.put(line.line(), line.usd());
            }
        }
        Set<Metered> settled = new HashSet<>();
        List<Key> keys = compute.keySet().stream()
                .sorted(Comparator.comparingInt(Key::vagueness))
                .toList();
        for (Key key : keys) {
            List<BilledLine> of = compute.getOrDefault(key, List.of());
            Predicate<Metered> open = slice -> !settled.contains(slice);
            List<Metered> slices =
                    metered.stream().filter(open).filter(key::covers).toList();
            BigDecimal usd = of.stream().map(BilledLine::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal known = slices.stream().map(Metered::usd).reduce(BigDecimal.ZERO, BigDecimal::add);
            settled.addAll(slices);
            if (known.signum() <= 0) {
                of.forEach(line -> rest.put(line.line(), line.usd()));
            } else if (key.isOurs() || usd.compareTo(known) <= 0) {
                List<BigDecimal> parts =
                        Shares.split(usd, slices.stream().map(Metered::usd).toList(), SCALE);
                for (int i = 0; i < slices.size(); i++) {
                    billed.put(slices.get(i), parts.get(i));
                }
                of.forEach(line -> rest.put(line.line(), BigDecimal.ZERO));
            } else {
                BigDecimal beyond = usd.subtract(known);
                List<BilledLine> positive =
                        of.stream().filter(line -> line.usd().signum() > 0).toList();
                List<BigDecimal> parts = Shares.split(
                        beyond, positive.stream().map(BilledLine::usd).toList(), SCALE);
                of.forEach(line -> rest.put(line.line(), BigDecimal.ZERO));
                for (int i = 0; i < positive.size(); i++) {
                    rest.put(positive.get(i).line(), parts.get(i));
                }
            }
        }
        return new Outcome(billed, rest);
    }
}
