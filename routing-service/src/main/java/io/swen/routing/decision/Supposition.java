package io.swen.routing.decision;

import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.candidate.PurchaseOption;
import io.swen.routing.decision.WhatIfRequest.LimitsChange;
import io.swen.routing.decision.WhatIfRequest.PriceChange;
import io.swen.routing.decision.WhatIfRequest.RateChange;
import io.swen.routing.decision.WhatIfRequest.Selection;
import io.swen.routing.placement.Factor;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.ModelUse;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.placement.Weights;
import io.swen.routing.workload.WorkloadSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies what is supposed to what a decision was made from; everything that is wrong is told at once. */
final class Supposition {

    private static final int MOST_CHANGES = 100;
    private static final int MOST_REGIONS = 100;
    private static final int WEIGHT_SCALE = 4;
    private static final BigDecimal LARGEST_FACTOR = BigDecimal.valueOf(10_000);
    private static final BigDecimal LARGEST_PRICE = BigDecimal.valueOf(1_000_000);
    private static final String SELECTION =
            "at least one of offer_id, provider, region, zone, instance_type, purchase_option";
    private static final ModelUse LEFT_OUT = new ModelUse(false, "the model was left out on request");

    private final List<FieldProblem> problems = new ArrayList<>();
    private final List<WhatIfAnswer.Supposed> supposed = new ArrayList<>();
    private Knowledge knowledge;
    private PlacementRequest request;

    Supposition(Knowledge knowledge, PlacementRequest request) {
        this.knowledge = knowledge;
        this.request = request;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    PlacementRequest request() {
        return request;
    }

    List<WhatIfAnswer.Supposed> supposed() {
        return List.copyOf(supposed);
    }

    /**
     * Applies all but the description of the workload, which is checked elsewhere.
     *
     * @param currentWeights that hold without the suppositions
     * @throws ProblemException naming each wrong field
     */
    void apply(WhatIfRequest asked, Weights currentWeights) {
        if (Boolean.FALSE.equals(asked.model())) {
            knowledge = knowledge.withoutPredictor(LEFT_OUT);
            supposed.add(new WhatIfAnswer.Supposed("the model has no say", null));
        }
        offers(asked);
        regions(asked);
        limits(asked.limits());
        weights(asked.weights(), currentWeights);
        if (!problems.isEmpty()) {
            throw ProblemException.invalidFields(problems);
        }
    }

    private void offers(WhatIfRequest asked) {
        List<PriceChange> prices = asked.prices() == null ? List.of() : asked.prices();
        List<RateChange> rates = asked.interruptionRates() == null ? List.of() : asked.interruptionRates();
        if (prices.isEmpty() && rates.isEmpty()) {
            return;
        }
        if (prices.size() > MOST_CHANGES || rates.size() > MOST_CHANGES) {
            wrong(
                    prices.size() > MOST_CHANGES ? "prices" : "interruption_rates",
                    Math.max(prices.size(), rates.size()) + " entries",
                    "at most " + MOST_CHANGES + " entries");
            return;
        }
        OfferIndex index = knowledge.offers().index();
        OfferIndex.Edit edit = index.edit();
        long[] current = new long[index.size()];
        for (int i = 0; i < current.length; i++) {
            current[i] = index.price(i);
        }
        for (int i = 0; i < prices.size(); i++) {
            price("prices[" + i + "]", prices.get(i), index, edit, current);
        }
        for (int i = 0; i < rates.size(); i++) {
            rate("interruption_rates[" + i + "]", rates.get(i), index, edit);
        }
        if (problems.isEmpty()) {
            OfferIndexes.State.Usable offers = knowledge.offers();
            knowledge = knowledge.withOffers(new OfferIndexes.State.Usable(edit.build(), offers.age(), offers.stale()));
        }
    }

    private void price(
            String field, @Nullable PriceChange change, OfferIndex index, OfferIndex.Edit edit, long[] current) {
        if (change == null || (change.price() == null) == (change.factor() == null)) {
            wrong(field, null, "an object with either price or factor");
            return;
        }
        BigDecimal price = change.price();
        BigDecimal factor = change.factor();
        if (price != null && (price.signum() <= 0 || price.compareTo(LARGEST_PRICE) > 0)) {
            wrong(field + ".price", price, "above 0, at most " + LARGEST_PRICE + " USD per hour");
            return;
        }
        if (factor != null && (factor.signum() <= 0 || factor.compareTo(LARGEST_FACTOR) > 0)) {
            wrong(field + ".factor", factor, "above 0, at most " + LARGEST_FACTOR);
            return;
        }
        int[] offers = select(field, change, index);
        for (int offer : offers) {
            long units =
                    price != null ? units(price) : scaled(current[offer], java.util.Objects.requireNonNull(factor));
            current[offer] = units;
            edit.price(offer, units);
        }
        supposed.add(new WhatIfAnswer.Supposed(
                "the price of " + words(change)
                        + (price != null
                                ? " is " + price.toPlainString() + " USD/h"
                                : " is "
                                        + java.util.Objects.requireNonNull(factor)
                                                .toPlainString() + " times as high"),
                offers.length));
    }

    private void rate(String field, @Nullable RateChange change, OfferIndex index, OfferIndex.Edit edit) {
        if (change == null || (change.rate() == null) == (change.factor() == null)) {
            wrong(field, null, "an object with either rate or factor");
            return;
        }
        BigDecimal rate = change.rate();
        BigDecimal factor = change.factor();
        if (rate != null && (rate.signum() < 0 || rate.compareTo(BigDecimal.ONE) > 0)) {
            wrong(field + ".rate", rate, "0 to 1");
            return;
        }
        if (factor != null && (factor.signum() < 0 || factor.compareTo(LARGEST_FACTOR) > 0)) {
            wrong(field + ".factor", factor, "0 to " + LARGEST_FACTOR);
            return;
        }
        int[] offers = select(field, change, index);
        for (int offer : offers) {
            edit.interruptionRate(
                    offer,
                    rate != null
                            ? rate.doubleValue()
                            : Math.min(
                                    1,
                                    index.interruptionRate(offer)
                                            * java.util.Objects.requireNonNull(factor)
                                                    .doubleValue()));
        }
        supposed.add(new WhatIfAnswer.Supposed(
                words(change)
                        + (rate != null
                                ? " are interrupted at a rate of " + rate.toPlainString() + " a month"
                                : " are interrupted "
                                        + java.util.Objects.requireNonNull(factor)
                                                .toPlainString() + " times as often"),
                offers.length));
    }

    private int[] select(String field, Selection selection, OfferIndex index) {
        String offer = selection.offerId();
        String provider = selection.provider();
        String region = selection.region();
        String zone = selection.zone();
        String type = selection.instanceType();
        PurchaseOption option = selection.purchaseOption();
        if (offer == null && provider == null && region == null && zone == null && type == null && option == null) {
            wrong(field, null, SELECTION);
            return new int[0];
        }
        int only = offer == null ? -1 : index.find(offer);
        int regionNumber = region == null ? -1 : index.regionNumber(region);
        List<Integer> found = new ArrayList<>();
        int from = offer == null ? 0 : only;
        int to = offer == null ? index.size() : only + 1;
        for (int i = Math.max(0, from); i < to; i++) {
            if ((provider == null || index.provider(i).equals(provider))
                    && (region == null || index.regionOf(i) == regionNumber)
                    && (zone == null || index.zone(i).equals(zone))
                    && (type == null
                            || index.shape(index.shapeOf(i)).instanceType().equals(type))
                    && (option == null || index.is(i, option))) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            wrong(field, words(selection), "a selection of offers that there are");
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private void regions(WhatIfRequest asked) {
        List<String> closed = asked.regionsClosed() == null ? List.of() : asked.regionsClosed();
        List<String> opened = asked.regionsOpened() == null ? List.of() : asked.regionsOpened();
        known("regions_closed", closed);
        known("regions_opened", opened);
        for (String region : opened) {
            if (closed.contains(region)) {
                wrong("regions_opened", region, "regions that are not in regions_closed");
            }
        }
        if (closed.isEmpty() && opened.isEmpty()) {
            return;
        }
        WorkloadSpec spec = request.spec();
        Set<String> forbidden = new LinkedHashSet<>(spec.regionsForbidden());
        forbidden.addAll(closed);
        opened.forEach(forbidden::remove);
        Set<String> allowed = new LinkedHashSet<>(spec.regionsAllowed());
        if (!allowed.isEmpty()) {
            allowed.addAll(opened);
        }
        request = request.withSpec(SpecFields.regions(spec, List.copyOf(allowed), List.copyOf(forbidden)));
        closed.forEach(region -> supposed.add(new WhatIfAnswer.Supposed(region + " is closed", null)));
        opened.forEach(region -> supposed.add(new WhatIfAnswer.Supposed(region + " is open", null)));
    }

    private void known(String field, List<String> regions) {
        if (regions.size() > MOST_REGIONS) {
            wrong(field, regions.size() + " entries", "at most " + MOST_REGIONS + " entries");
            return;
        }
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i) == null || !knowledge.offers().index().knowsRegion(regions.get(i))) {
                wrong(field + "[" + i + "]", regions.get(i), "a region that there are offers of");
            }
        }
    }

    private void limits(@Nullable LimitsChange change) {
        if (change == null) {
            return;
        }
        PlacementRequest.Limits now =
                Boolean.TRUE.equals(change.unlimited()) ? PlacementRequest.Limits.NONE : request.limits();
        BigDecimal cost = change.hourlyCost();
        Integer vcpus = change.vcpus();
        Integer gpus = change.gpus();
        if (cost != null && (cost.signum() < 0 || cost.compareTo(LARGEST_PRICE) > 0)) {
            wrong("limits.hourly_cost", cost, "0 to " + LARGEST_PRICE);
        }
        if (vcpus != null && vcpus < 0) {
            wrong("limits.vcpus", vcpus, "0 or more");
        }
        if (gpus != null && gpus < 0) {
            wrong("limits.gpus", gpus, "0 or more");
        }
        PlacementRequest.Limits then = new PlacementRequest.Limits(
                cost == null ? now.hourlyCost() : cost,
                vcpus == null ? now.vcpus() : vcpus,
                gpus == null ? now.gpus() : gpus,
                now.hourlyCostOf());
        request = SpecFields.limits(request, then);
        supposed.add(new WhatIfAnswer.Supposed(
                "the quotas leave "
                        + (then.hourlyCost() == null
                                ? "any cost"
                                : then.hourlyCost().toPlainString() + " USD/h")
                        + ", " + (then.vcpus() == null ? "any number of" : then.vcpus()) + " vCPU and "
                        + (then.gpus() == null ? "any number of" : then.gpus()) + " GPUs",
                null));
    }

    private void weights(@Nullable Map<Factor, BigDecimal> given, Weights current) {
        if (given == null || given.isEmpty()) {
            return;
        }
        boolean model = knowledge.modelUse().used();
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<Factor, BigDecimal> each : given.entrySet()) {
            String field = "weights." + each.getKey().id();
            BigDecimal weight = each.getValue();
            if (weight == null
                    || weight.signum() < 0
                    || weight.compareTo(BigDecimal.ONE) > 0
                    || weight.stripTrailingZeros().scale() > WEIGHT_SCALE) {
                wrong(field, weight, "0 to 1 with at most " + WEIGHT_SCALE + " decimals");
                return;
            }
            if (each.getKey() == Factor.MODEL && weight.signum() > 0 && !model) {
                wrong(field, weight, "0, because no model has a say");
                return;
            }
            sum = sum.add(weight);
        }
        BigDecimal rest = BigDecimal.ONE.subtract(sum);
        BigDecimal others = BigDecimal.ZERO;
        for (Factor factor : Factor.values()) {
            if (!given.containsKey(factor)) {
                others = others.add(effective(current, factor, model));
            }
        }
        if (rest.signum() < 0 || (others.signum() == 0 && rest.signum() > 0)) {
            wrong("weights", sum, rest.signum() < 0 ? "at most 1 together" : "1 together, as nothing else counts");
            return;
        }
        Map<Factor, BigDecimal> weights = new TreeMap<>();
        BigDecimal left = rest;
        Factor heaviest = null;
        for (Factor factor : Factor.values()) {
            BigDecimal fixed = given.get(factor);
            BigDecimal weight = fixed != null
                    ? fixed.setScale(WEIGHT_SCALE, RoundingMode.UNNECESSARY)
                    : others.signum() == 0
                            ? BigDecimal.ZERO.setScale(WEIGHT_SCALE)
                            : rest.multiply(effective(current, factor, model))
                                    .divide(others, WEIGHT_SCALE, RoundingMode.DOWN);
            weights.put(factor, weight);
            if (fixed == null) {
                left = left.subtract(weight);
                if (heaviest == null || weight.compareTo(weights.get(heaviest)) > 0) {
                    heaviest = factor;
                }
            }
        }
        if (heaviest != null) {
            weights.merge(heaviest, left, BigDecimal::add);
        }
        request = SpecFields.weights(
                request,
                new Weights(
                        of(weights, Factor.COST),
                        of(weights, Factor.LATENCY),
                        of(weights, Factor.RELIABILITY),
                        of(weights, Factor.PERFORMANCE),
                        of(weights, Factor.CARBON),
                        of(weights, Factor.MODEL)));
        given.forEach((factor, weight) ->
                supposed.add(new WhatIfAnswer.Supposed(factor.id() + " counts " + weight.toPlainString(), null)));
    }

    private static BigDecimal effective(Weights current, Factor factor, boolean model) {
        return factor == Factor.MODEL && !model ? BigDecimal.ZERO : current.of(factor);
    }

    private static BigDecimal of(Map<Factor, BigDecimal> weights, Factor factor) {
        return java.util.Objects.requireNonNull(weights.get(factor));
    }

    private static long units(BigDecimal price) {
        return Math.max(
                1,
                price.setScale(OfferIndex.MONEY_SCALE, RoundingMode.HALF_EVEN)
                        .unscaledValue()
                        .longValueExact());
    }

    /** Never beyond the largest price that is taken as such. */
    private static long scaled(long units, BigDecimal factor) {
        BigDecimal price = BigDecimal.valueOf(units, OfferIndex.MONEY_SCALE).multiply(factor);
        return units(price.min(LARGEST_PRICE));
    }

    private static String words(Selection selection) {
        List<String> parts = new ArrayList<>();
        if (selection.offerId() != null) {
            parts.add(selection.offerId());
        }
        if (selection.instanceType() != null) {
            parts.add(selection.instanceType());
        }
        PurchaseOption option = selection.purchaseOption();
        if (option != null) {
            parts.add(option.id());
        }
        if (selection.provider() != null) {
            parts.add("of " + selection.provider());
        }
        if (selection.region() != null) {
            parts.add("in " + selection.region());
        }
        if (selection.zone() != null) {
            parts.add("in " + selection.zone());
        }
        return "offers " + String.join(" ", parts);
    }

    private void wrong(String field, @Nullable Object given, String allowed) {
        problems.add(new FieldProblem(field, given == null ? null : given.toString(), allowed));
    }
}
