package io.swen.routing.decision;

import io.swen.platform.id.Uuids;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.routing.candidate.Offer;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.placement.Factor;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgeSource;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import io.swen.routing.placement.PlacementRequest;
import io.swen.routing.reservation.Reservations;
import io.swen.routing.workload.WorkloadSpec;
import io.swen.routing.workload.WorkloadSpecs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Decides under suppositions; nothing of it is stored or reserved. */
@Component
class WhatIfs {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Replays replays;
    private final PlacementEngine engine;
    private final KnowledgeSource source;
    private final OfferIndexes indexes;
    private final Reservations reservations;
    private final WorkloadSpecs specs;
    private final Clock clock;

    WhatIfs(
            Replays replays,
            PlacementEngine engine,
            KnowledgeSource source,
            OfferIndexes indexes,
            Reservations reservations,
            WorkloadSpecs specs,
            Clock clock) {
        this.replays = replays;
        this.engine = engine;
        this.source = source;
        this.indexes = indexes;
        this.reservations = reservations;
        this.specs = specs;
        this.clock = clock;
    }

    /** What would have been decided then. */
    WhatIfAnswer of(DecisionStore.Stored stored, WhatIfRequest asked) {
        Replays.Opened.Whole whole = replays.whole(stored);
        // A place that a batch has given is asked about as if it were decided alone.
        PlacementRequest request = SpecFields.alone(whole.inputs().request());
        Placement before = whole.engine().place(whole.knowledge(), request);
        return answer(whole.decision().id(), whole.engine(), whole.knowledge(), request, before, asked, asked.spec());
    }

    /** What would be decided now on a workload that is not submitted. */
    WhatIfAnswer preview(WhatIfRequest asked, Actor actor) {
        ObjectNode description = asked.spec();
        if (description == null) {
            throw ProblemException.invalidField("spec", null, "the description of a workload");
        }
        Knowledge knowledge = switch (indexes.state()) {
            case OfferIndexes.State.Unusable unusable ->
                throw ProblemException.retryLater(ErrorCode.UNAVAILABLE, unusable.reason(), RETRY_AFTER);
            case OfferIndexes.State.Usable usable -> source.with(usable);
        };
        Instant now = clock.instant();
        String id = "wl-" + Uuids.next().toString().substring(24);
        WorkloadSpec spec = specs.of(description, "spec", now, regions(knowledge), id);
        if (!actor.sees(spec.team(), spec.environment())) {
            throw ProblemException.of(
                    ErrorCode.FORBIDDEN,
                    "the caller may not ask for team " + spec.team() + " in environment " + spec.environment());
        }
        Reservations.Room room = reservations.look(
                new Reservations.Scope(spec.team(), spec.environment()), spec.estimatedDurationHours());
        PlacementRequest request = new PlacementRequest(
                spec,
                now,
                new PlacementRequest.Limits(room.hourlyCost(), room.vcpus(), room.gpus(), room.hourlyCostOf()),
                List.of());
        Placement before = engine.place(knowledge, request);
        return answer(null, engine, knowledge, request, before, asked, null);
    }

    private WhatIfAnswer answer(
            @Nullable UUID decision,
            PlacementEngine rules,
            Knowledge knowledge,
            PlacementRequest request,
            Placement before,
            WhatIfRequest asked,
            @Nullable ObjectNode patch) {
        List<WhatIfAnswer.Supposed> supposed = new ArrayList<>();
        PlacementRequest changed = request;
        if (patch != null && !patch.isEmpty()) {
            changed = changed.withSpec(specs.changed(request.spec(), patch, "spec", request.now(), regions(knowledge)));
            patch.propertyNames()
                    .forEach(name -> supposed.add(
                            new WhatIfAnswer.Supposed(name + " is " + Objects.toString(patch.get(name)), null)));
        }
        Supposition supposition = new Supposition(knowledge, changed);
        supposition.apply(asked, before.weights());
        supposed.addAll(supposition.supposed());
        Placement after = supposed.isEmpty() ? before : rules.place(supposition.knowledge(), supposition.request());
        boolean other = !Objects.equals(id(before), id(after));
        return new WhatIfAnswer(
                decision,
                knowledge.offers().index().epoch(),
                other,
                supposed,
                before,
                after,
                differences(before, after),
                summary(supposed, before, after, other));
    }

    private static Predicate<String> regions(Knowledge knowledge) {
        return knowledge.offers().index()::knowsRegion;
    }

    private static List<Difference> differences(Placement before, Placement after) {
        List<Difference> differences = new ArrayList<>();
        differ("offer", id(before), id(after), differences);
        differ("hourly_cost", text(before.hourlyCost()), text(after.hourlyCost()), differences);
        differ("expected_total_cost", text(before.expectedTotalCost()), text(after.expectedTotalCost()), differences);
        differ("saving_percent", text(before.savingPercent()), text(after.savingPercent()), differences);
        differ("score", text(before.score()), text(after.score()), differences);
        differ("confidence", text(before.confidence()), text(after.confidence()), differences);
        differ("eligible", text(before.eligible()), text(after.eligible()), differences);
        for (Factor factor : Factor.values()) {
            differ(
                    "weights." + factor.id(),
                    text(before.weights().of(factor)),
                    text(after.weights().of(factor)),
                    differences);
            differ("values." + factor.id(), value(before, factor), value(after, factor), differences);
        }
        int most = Math.max(before.alternatives().size(), after.alternatives().size());
        for (int i = 0; i < most; i++) {
            differ("ranking[" + (i + 2) + "]", ranked(before, i), ranked(after, i), differences);
        }
        return List.copyOf(differences);
    }

    private static void differ(
            String field, @Nullable String before, @Nullable String after, List<Difference> differences) {
        if (!Objects.equals(before, after)) {
            differences.add(new Difference(field, before, after));
        }
    }

    private static @Nullable String value(Placement placement, Factor factor) {
        return placement.contributions().stream()
                .filter(contribution -> contribution.factor() == factor)
                .map(contribution -> contribution.value().toPlainString())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String ranked(Placement placement, int i) {
        return i < placement.alternatives().size()
                ? placement.alternatives().get(i).offer().offerId()
                : null;
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case java.math.BigDecimal number -> number.toPlainString();
            case io.swen.platform.money.Money money -> money.amount().toPlainString() + " " + money.currency();
            default -> value.toString();
        };
    }

    static @Nullable String id(Placement placement) {
        Offer offer = placement.offer();
        return offer == null ? null : offer.offerId();
    }

    private static String summary(
            List<WhatIfAnswer.Supposed> supposed, Placement before, Placement after, boolean other) {
        if (supposed.isEmpty()) {
            return before.summary();
        }
        String was = id(before) == null ? "nothing fits" : id(before) + " is chosen";
        String is = id(after) == null
                ? "nothing fits: " + after.unplaceableReason()
                : id(after) + " is chosen, at " + text(after.hourlyCost()) + " per hour";
        return other
                ? "Without the suppositions " + was + "; with them " + is + "."
                : "The suppositions do not change the choice: " + is + ".";
    }
}
