package io.swen.routing.decision;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks the decision log as a whole: replays, sums, counterfactuals and the chain. */
@Component
public class DecisionLogCheck {

    private static final int MOST_PROBLEMS = 20;
    private static final int TELL_EVERY = 100;
    private static final Set<Obstacle.Code> EXPECTED =
            Set.of(Obstacle.Code.ARTIFACT_EXPIRED, Obstacle.Code.ENGINE_NOT_PRESENT);

    /**
     * What was found.
     *
     * @param replayed how many decisions were decided again
     * @param identical how many of them gave the same bytes
     * @param impossible how many could not be decided again, which {@code problems} says of each
     * @param damaged how many of those for another reason than that retention or an upgrade has removed what is needed
     * @param sumsWrong in how many the contributions do not sum to the score exactly
     * @param counterfactuals how many were found
     * @param wrong how many of them do not hold when decided again
     * @param chained how many decisions the chain has
     * @param chain {@code ok}, or what is wrong
     * @param problems the first of them, one a line
     */
    public record Report(
            int replayed,
            int identical,
            int impossible,
            int damaged,
            int sumsWrong,
            int counterfactuals,
            int wrong,
            long chained,
            String chain,
            List<String> problems) {

        /** Whether everything is as it should be. */
        public boolean passed() {
            return replayed > 0
                    && identical == replayed
                    && damaged == 0
                    && sumsWrong == 0
                    && wrong == 0
                    && chain.equals("ok");
        }
    }

    private record Checked(
            boolean possible,
            boolean damaged,
            boolean identical,
            boolean sums,
            int found,
            int wrong,
            List<String> problems) {}

    private final DecisionStore decisions;
    private final Replays replays;
    private final Counterfactuals counterfactuals;
    private final DecisionChain chain;

    DecisionLogCheck(DecisionStore decisions, Replays replays, Counterfactuals counterfactuals, DecisionChain chain) {
        this.decisions = decisions;
        this.replays = replays;
        this.counterfactuals = counterfactuals;
        this.chain = chain;
    }

    /**
     * Checks the newest decisions and the chain of all.
     *
     * @param count how many decisions at most
     * @param threads how many are checked at once
     * @param progress is told where it stands, in a few words
     */
    public Report run(int count, int threads, Consumer<String> progress) throws InterruptedException {
        List<UUID> ids = decisions.newest(count);
        int replayed = 0;
        int identical = 0;
        int impossible = 0;
        int damaged = 0;
        int sumsWrong = 0;
        int found = 0;
        int wrong = 0;
        List<String> problems = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Checked>> all = new ArrayList<>();
            for (UUID id : ids) {
                all.add(workers.submit(() -> {
                    Checked checked = check(id);
                    int now = done.incrementAndGet();
                    if (now % TELL_EVERY == 0) {
                        progress.accept(now + " of " + ids.size() + " decisions checked");
                    }
                    return checked;
                }));
            }
            for (Future<Checked> each : all) {
                Checked checked = each.get();
                replayed += checked.possible() ? 1 : 0;
                impossible += checked.possible() ? 0 : 1;
                damaged += checked.damaged() ? 1 : 0;
                identical += checked.identical() ? 1 : 0;
                sumsWrong += checked.sums() ? 0 : 1;
                found += checked.found();
                wrong += checked.wrong();
                checked.problems().stream()
                        .limit(Math.max(0, MOST_PROBLEMS - problems.size()))
                        .forEach(problems::add);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a decision could not be checked", e.getCause());
        }
        ChainVerification verification = chain.verify();
        problems.addAll(verification.problems());
        return new Report(
                replayed,
                identical,
                impossible,
                damaged,
                sumsWrong,
                found,
                wrong,
                verification.decisions(),
                verification.intact() ? "ok" : "broken",
                List.copyOf(problems));
    }

    private Checked check(UUID id) {
        DecisionStore.Stored stored =
                decisions.stored(id).orElseThrow(() -> new IllegalStateException("decision " + id + " is gone"));
        List<String> problems = new ArrayList<>();
        boolean sums = sums(stored.document());
        if (!sums) {
            problems.add(id + ": the contributions do not sum to the score");
        }
        Replay replay = replays.replay(stored);
        if (replay.verdict() == Replay.Verdict.IMPOSSIBLE) {
            replay.obstacles()
                    .forEach(obstacle -> problems.add(
                            id + ": cannot be decided again, " + obstacle.subject() + ": " + obstacle.detail()));
            boolean damaged = replay.obstacles().stream().noneMatch(obstacle -> EXPECTED.contains(obstacle.code()));
            return new Checked(false, damaged, false, sums, 0, 0, problems);
        }
        boolean identical = replay.verdict() == Replay.Verdict.IDENTICAL;
        if (!identical) {
            problems.add(id + ": comes out otherwise in " + replay.differences());
        }
        int found = 0;
        int wrong = 0;
        if (replays.open(stored) instanceof Replays.Opened.Whole whole
                && whole.decision().isPlaced()) {
            List<Counterfactual> items = counterfactuals.of(whole).items();
            found = items.size();
            List<Counterfactual> failed = counterfactuals.failed(whole, items);
            wrong = failed.size();
            failed.forEach(each -> problems.add(id + ": does not hold: " + each.explanation()));
        }
        return new Checked(true, false, identical, sums, found, wrong, problems);
    }

    /** From the decimals as they are stored. */
    private static boolean sums(JsonNode decision) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode contribution : decision.path("contributions")) {
            BigDecimal part = contribution.path("contribution").decimalValue();
            BigDecimal product = contribution
                    .path("weight")
                    .decimalValue()
                    .multiply(contribution.path("value").decimalValue());
            if (part.compareTo(product) != 0) {
                return false;
            }
            sum = sum.add(part);
        }
        return sum.compareTo(decision.path("score").decimalValue()) == 0;
    }
}
