package io.swen.routing.decision;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.decision.Counterfactual.Direction;
import io.swen.routing.decision.Input.Setting;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementPolicy;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the smallest change of a single input that flips a choice, by deciding again.
 *
 * <p>Values are whole numbers of steps. From the value as it was, looks go out in doubling distances until one flips the choice;
 * between it and the last that did not, bisection finds two neighbours of which the nearer keeps the choice and the farther flips
 * it. For prices, interruption rates and weights the lead over every other offer is monotone in the input, so that nothing nearer
 * flips; rounding to millionths is looked through by trying the last steps one by one. The search runs on the offers that fit;
 * its two neighbours are then decided on all offers, and where they disagree the search runs again on all.
 */
@Component
class Counterfactuals {

    private static final BigDecimal PRICE_STEP = BigDecimal.ONE.movePointLeft(OfferIndex.MONEY_SCALE);
    private static final BigDecimal FINE = new BigDecimal("0.0001");
    private static final BigDecimal THOUSANDTH = new BigDecimal("0.001");
    private static final int FINE_ONE = 10_000;
    private static final int THOUSAND = 1_000;
    private static final long DEAREST_FACTOR = 10_000;
    private static final long FIRST_LOOK = 1_000_000;
    private static final long LARGEST_DATA = 1_048_576L * THOUSAND;
    private static final long LONGEST_RUN = 8_760L * THOUSAND;
    private static final double LOWEST_COST_WEIGHT = 0.3;
    private static final double HIGHEST_COST_WEIGHT = 0.8;
    private static final long LATEST_SECONDS = 10L * 365 * 86_400;
    /** Steps nearer than a boundary that are tried one by one. */
    private static final int LOOKED_THROUGH = 6;

    /** What all flips are found from. */
    private static final class Search {
        final Setting full;
        final Setting narrow;
        final String chosen;
        int decided;

        Search(Setting full, Setting narrow, String chosen) {
            this.full = full;
            this.narrow = narrow;
            this.chosen = chosen;
        }

        @Nullable
        String choice(Setting setting) {
            decided++;
            int offer = setting.engine().choose(setting.knowledge(), setting.request());
            return offer < 0 ? null : setting.knowledge().offers().index().offerId(offer);
        }

        boolean flips(Input input, Setting setting, long value) {
            return !chosen.equals(choice(input.at().apply(setting, value)));
        }
    }

    /** Every flip of a decision that placed something. */
    CounterfactualAnswer of(Replays.Opened.Whole whole) {
        PlacementDecision decision = whole.decision();
        Search search = search(whole);
        List<Counterfactual> found = new ArrayList<>();
        for (Input input : inputs(whole)) {
            found.add(find(search, input));
        }
        found.sort(Comparator.comparing((Counterfactual each) -> !each.flips())
                .thenComparing(each -> each.changePercent() == null)
                .thenComparing(each -> each.changePercent() == null
                        ? BigDecimal.ZERO
                        : each.changePercent().abs()));
        String smallest = found.stream()
                .filter(Counterfactual::flips)
                .findFirst()
                .map(Counterfactual::explanation)
                .orElse(null);
        return new CounterfactualAnswer(decision.id(), search.chosen, smallest, found, search.decided);
    }

    /** Those of what was found that do not hold: at the value another choice is made on all offers, one step nearer the same. */
    List<Counterfactual> failed(Replays.Opened.Whole whole, List<Counterfactual> found) {
        Search search = search(whole);
        List<Input> inputs = inputs(whole);
        return found.stream().filter(each -> !holds(search, inputs, each)).toList();
    }

    private static boolean holds(Search search, List<Input> inputs, Counterfactual found) {
        Input input = inputs.stream()
                .filter(each -> each.name().equals(found.input())
                        && Objects.equals(each.offerId(), found.offerId())
                        && each.direction() == found.direction())
                .findFirst()
                .orElse(null);
        if (input == null) {
            return false;
        }
        String flipsAt = found.flipsAt();
        if (flipsAt == null) {
            return !search.flips(input, search.full, input.to());
        }
        long value = input.parse(flipsAt);
        String then = search.choice(input.at().apply(search.full, value));
        return Objects.equals(then, found.becomes())
                && !search.chosen.equals(then)
                && (value - input.sign() == input.from() || !search.flips(input, search.full, value - input.sign()));
    }

    private static Search search(Replays.Opened.Whole whole) {
        Offer offer = whole.decision().offer();
        if (offer == null) {
            throw ProblemException.of(
                    ErrorCode.CONFLICT, "decision " + whole.decision().id() + " placed nothing, so no choice can flip");
        }
        Setting full =
                new Setting(whole.engine(), whole.knowledge(), whole.inputs().request());
        // A later deadline lets more offers in; nothing else that is varied does.
        int[] fitting = full.engine()
                .eligible(
                        full.knowledge(),
                        full.request().withSpec(SpecFields.with(full.request().spec(), "deadline", null)));
        OfferIndexes.State.Usable offers = full.knowledge().offers();
        Knowledge some = full.knowledge()
                .withOffers(new OfferIndexes.State.Usable(offers.index().only(fitting), offers.age(), offers.stale()));
        Search search = new Search(full, new Setting(full.engine(), some, full.request()), offer.offerId());
        return offer.offerId().equals(search.choice(search.narrow)) ? search : new Search(full, full, offer.offerId());
    }

    private static Counterfactual find(Search search, Input input) {
        Long value = nearest(input, at -> search.flips(input, search.narrow, at));
        if (!stands(search, input, value) && search.narrow != search.full) {
            value = nearest(input, at -> search.flips(input, search.full, at));
        }
        if (value == null) {
            return new Counterfactual(
                    input.name(),
                    input.offerId(),
                    input.direction(),
                    input.unit(),
                    input.current(),
                    null,
                    step(input),
                    input.text(input.to()),
                    null,
                    null,
                    "No value of " + input.subject() + " as far as "
                            + (input.text(input.to()) + " " + input.unit()).strip() + " changes the choice.");
        }
        String becomes = search.choice(input.at().apply(search.full, value));
        BigDecimal percent = input.percent(value);
        return new Counterfactual(
                input.name(),
                input.offerId(),
                input.direction(),
                input.unit(),
                input.current(),
                input.text(value),
                step(input),
                input.text(input.to()),
                percent,
                becomes,
                "If " + input.subject() + (input.direction() == Direction.UP ? " rose" : " fell") + " from "
                        + input.current() + " to " + (input.text(value) + " " + input.unit()).strip()
                        + (percent == null
                                ? ""
                                : " (" + (percent.signum() > 0 ? "+" : "")
                                        + percent.round(new MathContext(3)).toPlainString() + " %)")
                        + ", " + (becomes == null ? "nothing would fit any more." : becomes + " would be chosen."));
    }

    private static boolean stands(Search search, Input input, @Nullable Long value) {
        if (value == null) {
            return !search.flips(input, search.full, input.to());
        }
        return search.flips(input, search.full, value)
                && (value - input.sign() == input.from() || !search.flips(input, search.full, value - input.sign()));
    }

    /** The nearest value that flips, or null where none as far as the bound does. */
    static @Nullable Long nearest(Input input, LongPredicate flips) {
        int sign = input.sign();
        long reach = Math.abs(input.to() - input.from());
        if (reach == 0) {
            return null;
        }
        long distance = Math.min(Math.max(1, input.firstStep()), reach);
        long kept = 0;
        while (!flips.test(input.from() + sign * distance)) {
            if (distance == reach) {
                return null;
            }
            kept = distance;
            distance = distance > reach / 2 ? reach : distance * 2;
        }
        while (distance - kept > 1) {
            long middle = kept + (distance - kept) / 2;
            if (flips.test(input.from() + sign * middle)) {
                distance = middle;
            } else {
                kept = middle;
            }
        }
        for (int nearer = 2; nearer <= LOOKED_THROUGH && distance - nearer > 0; nearer++) {
            if (flips.test(input.from() + sign * (distance - nearer))) {
                distance -= nearer;
                nearer = 0;
            }
        }
        return input.from() + sign * distance;
    }

    private static String step(Input input) {
        BigDecimal step = input.step();
        return step == null ? "PT1S" : step.toPlainString();
    }

    private static List<Input> inputs(Replays.Opened.Whole whole) {
        List<Input> inputs = new ArrayList<>();
        PlacementDecision decision = whole.decision();
        Offer chosen = Objects.requireNonNull(decision.offer());
        OfferIndex index = whole.knowledge().offers().index();
        long price = index.price(index.find(chosen.offerId()));
        inputs.add(price(chosen.offerId(), price, Math.multiplyExact(price, DEAREST_FACTOR)));
        for (Placement.Alternative alternative : decision.alternatives()) {
            String id = alternative.offer().offerId();
            inputs.add(price(id, index.price(index.find(id)), 1));
        }
        interruption(chosen.offerId(), whole, inputs);
        policy(whole.inputs().policy(), inputs);
        WorkloadSpec spec = whole.inputs().workload();
        both(spec, "cost_sensitivity", "costSensitivity", spec.costSensitivity(), FINE, "", 0, FINE_ONE, inputs);
        both(
                spec,
                "latency_sensitivity",
                "latencySensitivity",
                spec.latencySensitivity(),
                FINE,
                "",
                0,
                FINE_ONE,
                inputs);
        if (spec.dataLocation() != null) {
            both(spec, "data_size_gb", "dataSizeGb", spec.dataSizeGb(), THOUSANDTH, "GB", 0, LARGEST_DATA, inputs);
        }
        Double hours = spec.estimatedDurationHours();
        if (hours != null) {
            both(
                    spec,
                    "estimated_duration_hours",
                    "estimatedDurationHours",
                    hours,
                    THOUSANDTH,
                    "h",
                    1,
                    LONGEST_RUN,
                    inputs);
        }
        deadline(whole, inputs);
        return inputs;
    }

    private static Input price(String offerId, long from, long to) {
        return new Input(
                "price",
                offerId,
                "USD/h",
                PRICE_STEP,
                from,
                to,
                from / FIRST_LOOK,
                "the price of " + offerId,
                null,
                (setting, value) -> {
                    OfferIndexes.State.Usable offers = setting.knowledge().offers();
                    OfferIndex index = offers.index();
                    OfferIndex changed =
                            index.edit().price(index.find(offerId), value).build();
                    return new Setting(
                            setting.engine(),
                            setting.knowledge()
                                    .withOffers(new OfferIndexes.State.Usable(changed, offers.age(), offers.stale())),
                            setting.request());
                });
    }

    private static void interruption(String offerId, Replays.Opened.Whole whole, List<Input> inputs) {
        OfferIndex index = whole.knowledge().offers().index();
        if (whole.knowledge().interruptions().probability(index, index.find(offerId), 1) <= 0) {
            return;
        }
        inputs.add(new Input(
                "interruptions",
                offerId,
                "times the forecast rate",
                THOUSANDTH,
                THOUSAND,
                (long) THOUSAND * THOUSAND,
                1,
                "the interruption rate of " + offerId,
                null,
                (setting, value) -> new Setting(
                        setting.engine(),
                        setting.knowledge()
                                .withInterruptions(new ScaledInterruptions(
                                        setting.knowledge().interruptions(), offerId, value / (double) THOUSAND)),
                        setting.request())));
    }

    private static void policy(PlacementPolicy policy, List<Input> inputs) {
        long from = Math.round(policy.costWeight() * FINE_ONE);
        for (double bound : new double[] {HIGHEST_COST_WEIGHT, LOWEST_COST_WEIGHT}) {
            long to = Math.round(bound * FINE_ONE);
            if (to != from) {
                inputs.add(new Input(
                        "cost_weight",
                        null,
                        "",
                        FINE,
                        from,
                        to,
                        1,
                        "the policy's weight of cost",
                        null,
                        (setting, value) -> new Setting(
                                new PlacementEngine(
                                        SpecFields.costWeight(setting.engine().policy(), value / (double) FINE_ONE)),
                                setting.knowledge(),
                                setting.request())));
            }
        }
    }

    private static void both(
            WorkloadSpec spec,
            String name,
            String field,
            double current,
            BigDecimal step,
            String unit,
            long least,
            long most,
            List<Input> inputs) {
        double perStep = step.doubleValue();
        long from = Math.round(current / perStep);
        for (long to : new long[] {most, least}) {
            if (to != from) {
                inputs.add(new Input(
                        name,
                        null,
                        unit,
                        step,
                        from,
                        to,
                        1,
                        name + " of " + spec.id(),
                        null,
                        (setting, value) -> new Setting(
                                setting.engine(),
                                setting.knowledge(),
                                setting.request()
                                        .withSpec(SpecFields.with(
                                                setting.request().spec(),
                                                field,
                                                step.multiply(BigDecimal.valueOf(value))
                                                        .doubleValue())))));
            }
        }
    }

    /** Where none is set, the first that would matter is looked for from ten years on. */
    private static void deadline(Replays.Opened.Whole whole, List<Input> inputs) {
        Instant set = whole.inputs().workload().deadline();
        long now = whole.inputs().request().now().getEpochSecond();
        long latest = now + LATEST_SECONDS;
        long from = set == null ? latest : set.getEpochSecond();
        for (long to : set == null ? new long[] {now} : new long[] {latest, now}) {
            if (to != from) {
                inputs.add(new Input(
                        "deadline",
                        null,
                        "",
                        null,
                        from,
                        to,
                        1,
                        "the deadline",
                        set == null ? "none" : null,
                        (setting, value) -> new Setting(
                                setting.engine(),
                                setting.knowledge(),
                                setting.request()
                                        .withSpec(SpecFields.with(
                                                setting.request().spec(), "deadline", Instant.ofEpochSecond(value))))));
            }
        }
    }
}
