package io.swen.routing.decision;

import io.swen.platform.json.CanonicalJson;
import io.swen.platform.json.ContentHash;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.Placement;
import io.swen.routing.placement.PlacementEngine;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides again from what is stored beside a decision. */
@Component
class Replays {

    private static final int MOST_DIFFERENCES = 50;

    /** A decision with all that it was made from, or what keeps it from being decided again. */
    sealed interface Opened {

        /** Everything is at hand. */
        record Whole(PlacementDecision decision, DecisionInputs inputs, PlacementEngine engine, Knowledge knowledge)
                implements Opened {}

        record Impossible(int engine, List<Obstacle> obstacles) implements Opened {}
    }

    private final KnowledgeArchive archive;
    private final JsonMapper json;
    private final CanonicalJson canonical;

    Replays(KnowledgeArchive archive, JsonMapper json, CanonicalJson canonical) {
        this.archive = archive;
        this.json = json;
        this.canonical = canonical;
    }

    /** Decides again and compares the canonical bytes. */
    Replay replay(DecisionStore.Stored stored) {
        byte[] recorded = canonical.bytes(stored.document());
        String recordedHash = ContentHash.of(recorded);
        return switch (open(stored)) {
            case Opened.Impossible impossible ->
                new Replay(
                        stored.id(),
                        Replay.Verdict.IMPOSSIBLE,
                        impossible.engine(),
                        recordedHash,
                        null,
                        recorded.length,
                        List.of(),
                        impossible.obstacles());
            case Opened.Whole whole -> {
                Placement placement =
                        whole.engine().place(whole.knowledge(), whole.inputs().request());
                JsonNode again = json.valueToTree(PlacementDecision.of(
                        whole.decision().id(),
                        whole.inputs(),
                        placement,
                        reservation(whole.decision(), placement),
                        canonical.hash(whole.inputs())));
                byte[] replayed = canonical.bytes(again);
                boolean identical = Arrays.equals(recorded, replayed);
                yield new Replay(
                        stored.id(),
                        identical ? Replay.Verdict.IDENTICAL : Replay.Verdict.DIFFERENT,
                        whole.inputs().engine(),
                        recordedHash,
                        ContentHash.of(replayed),
                        recorded.length,
                        identical
                                ? List.of()
                                : Difference.between(
                                        json.readTree(recorded), json.readTree(replayed), MOST_DIFFERENCES),
                        List.of());
            }
        };
    }

    /** Makes ready what a decision was made from. */
    Opened open(DecisionStore.Stored stored) {
        int version = stored.inputs().path("engine").asInt(0);
        DecisionInputs inputs;
        PlacementDecision decision;
        try {
            inputs = json.treeToValue(stored.inputs(), DecisionInputs.class);
            decision = json.treeToValue(stored.document(), PlacementDecision.class);
        } catch (JacksonException | IllegalArgumentException e) {
            return impossible(version, Obstacle.Code.INPUTS_UNREADABLE, "inputs", String.valueOf(e.getMessage()));
        }
        PlacementEngine engine = Engines.of(version, inputs.policy()).orElse(null);
        if (engine == null) {
            return impossible(
                    version,
                    Obstacle.Code.ENGINE_NOT_PRESENT,
                    "engine " + version,
                    "it was decided by version " + version + " of the rules; here are " + Engines.present());
        }
        String hash = canonical.hash(inputs);
        if (!hash.equals(decision.inputHash())) {
            return impossible(
                    version,
                    Obstacle.Code.INPUTS_ALTERED,
                    "inputs",
                    "they have the hash " + hash + ", the decision says " + decision.inputHash());
        }
        return switch (archive.load(inputs)) {
            case KnowledgeArchive.Loaded.Ready ready -> new Opened.Whole(decision, inputs, engine, ready.knowledge());
            case KnowledgeArchive.Loaded.Impossible impossible ->
                new Opened.Impossible(version, impossible.obstacles());
        };
    }

    /**
     * Makes ready what a decision was made from.
     *
     * @throws ProblemException naming what makes that impossible
     */
    Opened.Whole whole(DecisionStore.Stored stored) {
        return switch (open(stored)) {
            case Opened.Whole whole -> whole;
            case Opened.Impossible impossible ->
                throw ProblemException.of(
                        ErrorCode.CONFLICT,
                        "decision " + stored.id() + " cannot be decided again: "
                                + impossible.obstacles().stream()
                                        .map(obstacle -> obstacle.subject() + ": " + obstacle.detail())
                                        .collect(Collectors.joining("; ")));
        };
    }

    /** A reservation is made for whatever was placed, under an id of its own, which no rule decides. */
    private static @Nullable UUID reservation(PlacementDecision decision, Placement again) {
        return again.offer() == null ? null : decision.reservationId();
    }

    private static Opened.Impossible impossible(int engine, Obstacle.Code code, String subject, String detail) {
        return new Opened.Impossible(engine, List.of(new Obstacle(code, subject, detail)));
    }
}
