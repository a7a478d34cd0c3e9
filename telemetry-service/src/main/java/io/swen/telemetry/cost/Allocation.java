package io.swen.telemetry.cost;

import io.swen.telemetry.cost.CostProperties.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Shares out costs among teams by rules; what comes out adds up to what went in, exactly. */
final class Allocation {

    private static final int SCALE = 12;

    /** A cost to be allocated. */
    record Cost(@Nullable String team, String provider, String service, BigDecimal usd) {}

    /** What a team bears: its own costs, and what rules gave it. */
    record Share(String team, BigDecimal direct, BigDecimal shared, Map<String, BigDecimal> byRule) {

        Share {
            byRule = Map.copyOf(byRule);
        }

        BigDecimal total() {
            return direct.add(shared);
        }
    }

    /**
     * The whole.
     *
     * @param unallocated what no rule matched, or whose rule found no team to give it to
     */
    record Outcome(BigDecimal total, List<Share> shares, BigDecimal unallocated) {

        Outcome {
            shares = List.copyOf(shares);
        }
    }

    private Allocation() {}

    static Outcome of(List<Cost> costs, List<Rule> rules) {
        Map<String, BigDecimal> direct = new TreeMap<>();
        Map<String, BigDecimal> pots = new TreeMap<>();
        BigDecimal unallocated = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (Cost cost : costs) {
            BigDecimal usd = cost.usd().setScale(SCALE, RoundingMode.HALF_EVEN);
            total = total.add(usd);
            Rule rule = rules.stream()
                    .filter(each -> each.matches(cost.team(), cost.provider(), cost.service()))
                    .findFirst()
                    .orElse(null);
            if (rule != null) {
                pots.merge(rule.name(), usd, BigDecimal::add);
            } else if (cost.team() != null) {
                direct.merge(cost.team(), usd, BigDecimal::add);
            } else {
                unallocated = unallocated.add(usd);
            }
        }
        Map<String, Map<String, BigDecimal>> given = new TreeMap<>();
        for (Map.Entry<String, BigDecimal> pot : pots.entrySet()) {
            Rule rule = rules.stream()
                    .filter(each -> each.name().equals(pot.getKey()))
                    .findFirst()
                    .orElseThrow();
            Map<String, BigDecimal> weights = new TreeMap<>(weights(rule, direct));
            weights.values().removeIf(weight -> weight.signum() <= 0);
            if (weights.isEmpty()) {
                unallocated = unallocated.add(pot.getValue());
                continue;
            }
            List<String> teams = List.copyOf(weights.keySet());
            List<BigDecimal> parts = Shares.split(pot.getValue(), List.copyOf(weights.values()), SCALE);
            for (int i = 0; i < teams.size(); i++) {
                given.computeIfAbsent(teams.get(i), team -> new TreeMap<>())
                        .merge(rule.name(), parts.get(i), BigDecimal::add);
            }
        }
        List<Share> shares = new ArrayList<>();
        TreeMap<String, BigDecimal> teams = new TreeMap<>(direct);
        given.keySet().forEach(team -> teams.putIfAbsent(team, BigDecimal.ZERO));
        teams.forEach((team, own) -> {
            Map<String, BigDecimal> byRule = given.getOrDefault(team, Map.of());
            shares.add(new Share(team, own, byRule.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add), byRule));
        });
        return new Outcome(total, shares, unallocated);
    }

    private static Map<String, BigDecimal> weights(Rule rule, Map<String, BigDecimal> direct) {
        return switch (rule.split()) {
            case FIXED -> rule.shares();
            case PROPORTIONAL -> direct;
            case EVEN -> {
                Map<String, BigDecimal> even = new TreeMap<>();
                direct.forEach((team, usd) -> even.put(team, BigDecimal.valueOf(usd.signum())));
                yield even;
            }
        };
    }
}
