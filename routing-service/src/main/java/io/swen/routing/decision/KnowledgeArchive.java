package io.swen.routing.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.swen.platform.json.ContentHash;
import io.swen.routing.artifact.Artifact;
import io.swen.routing.artifact.Artifacts;
import io.swen.routing.candidate.OfferIndex;
import io.swen.routing.candidate.OfferIndexes;
import io.swen.routing.placement.Agreements;
import io.swen.routing.placement.CarbonTable;
import io.swen.routing.placement.InterruptionForecast;
import io.swen.routing.placement.Knowledge;
import io.swen.routing.placement.KnowledgePart;
import io.swen.routing.placement.KnowledgeSource;
import io.swen.routing.placement.LatencyMatrix;
import io.swen.routing.placement.ModelUse;
import io.swen.routing.placement.OutcomePredictor;
import io.swen.routing.placement.Tariffs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores what decisions were made from, and gives it back. */
@Component
class KnowledgeArchive {

    static final String OFFERS = "offers";
    private static final String INTERRUPTION = "interruption";
    private static final String MODEL = "model";
    private static final String AGREEMENTS = "agreements";
    private static final String LATENCY = "latency";
    private static final String CARBON = "carbon";
    private static final String TARIFFS = "tariffs";
    private static final int MOST_READ = 6;

    /** The knowledge of a decision, or what keeps it from being read. */
    sealed interface Loaded {

        record Ready(Knowledge knowledge) implements Loaded {}

        record Impossible(List<Obstacle> obstacles) implements Loaded {}
    }

    private final Artifacts artifacts;
    private final KnowledgeSource source;
    /** By identity: parts are immutable, and hashing one takes milliseconds. */
    private final Cache<Object, String> named =
            Caffeine.newBuilder().weakKeys().maximumSize(64).build();

    private final Cache<String, Object> read = Caffeine.newBuilder()
            .maximumSize(MOST_READ * 7L)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
    private final Cache<String, OfferIndex> indexes = Caffeine.newBuilder()
            .maximumSize(MOST_READ)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();

    KnowledgeArchive(Artifacts artifacts, KnowledgeSource source) {
        this.artifacts = artifacts;
        this.source = source;
    }

    /** Stores every part that is not stored yet, in the transaction at hand, and names them by kind. */
    Map<String, String> store(Knowledge knowledge) {
        List<Artifact> parts = new ArrayList<>();
        OfferIndex index = knowledge.offers().index();
        parts.add(artifact(OFFERS, index, index::bytes));
        parts.add(part(INTERRUPTION, knowledge.interruptions()));
        parts.add(part(AGREEMENTS, knowledge.agreements()));
        parts.add(part(LATENCY, knowledge.latency()));
        parts.add(part(CARBON, knowledge.carbon()));
        parts.add(part(TARIFFS, knowledge.tariffs()));
        OutcomePredictor predictor = knowledge.predictor();
        if (predictor != null) {
            parts.add(part(MODEL, predictor));
        }
        artifacts.putAll(parts);
        Map<String, String> names = new TreeMap<>();
        parts.forEach(part -> names.put(part.kind(), part.hash()));
        return names;
    }

    /** What a decision was made from. */
    Loaded load(DecisionInputs inputs) {
        List<Obstacle> obstacles = new ArrayList<>();
        OfferIndex index = part(inputs, OFFERS, OfferIndex::read, indexes, obstacles);
        InterruptionForecast interruptions = part(inputs, INTERRUPTION, source::readInterruptions, obstacles);
        Agreements agreements = part(inputs, AGREEMENTS, Agreements::read, obstacles);
        LatencyMatrix latency = part(inputs, LATENCY, LatencyMatrix::read, obstacles);
        CarbonTable carbon = part(inputs, CARBON, CarbonTable::read, obstacles);
        Tariffs tariffs = part(inputs, TARIFFS, Tariffs::read, obstacles);
        OutcomePredictor predictor =
                inputs.artifacts().containsKey(MODEL) ? part(inputs, MODEL, source::readPredictor, obstacles) : null;
        if (index != null && !index.fingerprint().equals(inputs.offersFingerprint())) {
            obstacles.add(new Obstacle(
                    Obstacle.Code.ARTIFACT_DAMAGED,
                    OFFERS,
                    "the stored offers have the fingerprint " + index.fingerprint() + ", the decision was made from "
                            + inputs.offersFingerprint()));
        }
        if (!obstacles.isEmpty()) {
            return new Loaded.Impossible(List.copyOf(obstacles));
        }
        ModelUse noModel = inputs.noModel();
        return new Loaded.Ready(new Knowledge(
                new OfferIndexes.State.Usable(Objects.requireNonNull(index), Duration.ZERO, inputs.stale()),
                Objects.requireNonNull(interruptions),
                predictor,
                noModel == null ? ModelUse.none() : noModel,
                Objects.requireNonNull(agreements),
                Objects.requireNonNull(latency),
                Objects.requireNonNull(carbon),
                Objects.requireNonNull(tariffs)));
    }

    private Artifact part(String kind, KnowledgePart part) {
        return artifact(kind, part, part::bytes);
    }

    private Artifact artifact(String kind, Object part, Supplier<byte[]> bytes) {
        return new Artifact(kind, named.get(part, p -> ContentHash.of(bytes.get())), bytes);
    }

    @SuppressWarnings("unchecked")
    private <T> @Nullable T part(
            DecisionInputs inputs, String kind, Function<byte[], T> reader, List<Obstacle> obstacles) {
        return part(inputs, kind, reader, (Cache<String, T>) read, obstacles);
    }

    private <T> @Nullable T part(
            DecisionInputs inputs,
            String kind,
            Function<byte[], T> reader,
            Cache<String, T> cache,
            List<Obstacle> obstacles) {
        String hash = inputs.artifacts().get(kind);
        if (hash == null) {
            obstacles.add(new Obstacle(
                    Obstacle.Code.ARTIFACT_UNKNOWN, kind, "the decision was made before its " + kind + " was stored"));
            return null;
        }
        T known = cache.getIfPresent(hash);
        if (known != null) {
            return known;
        }
        switch (artifacts.find(hash)) {
            case Artifacts.Found.Present present -> {
                try {
                    T part = reader.apply(present.bytes());
                    cache.put(hash, part);
                    return part;
                } catch (RuntimeException e) {
                    obstacles.add(new Obstacle(Obstacle.Code.ARTIFACT_UNREADABLE, kind, hash + ": " + e.getMessage()));
                }
            }
            case Artifacts.Found.Expired expired ->
                obstacles.add(new Obstacle(
                        Obstacle.Code.ARTIFACT_EXPIRED,
                        kind,
                        hash + " was removed at " + expired.at() + ": " + expired.because()));
            case Artifacts.Found.Unknown unknown ->
                obstacles.add(new Obstacle(Obstacle.Code.ARTIFACT_UNKNOWN, kind, hash + " is not stored here"));
            case Artifacts.Found.Damaged damaged ->
                obstacles.add(new Obstacle(Obstacle.Code.ARTIFACT_DAMAGED, kind, hash + ": " + damaged.how()));
        }
        return null;
    }
}
