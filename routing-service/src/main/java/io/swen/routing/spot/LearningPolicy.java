package io.swen.routing.spot;

import java.util.Arrays;
import java.util.List;

/**
 * Weighs what several guesses of a zone's hazards say by how well each foretold what was seen so far, and takes the choice of the
 * least expected cost.
 *
 * <p>The weights are a Bayesian posterior over the guesses from the past alone; weighing the values of choices as if all were
 * known after the next tick is the rule QMDP (Littman, Cassandra, Kaelbling, 1995).
 */
final class LearningPolicy implements DeadlinePolicy {

    /** Below this weight against the best a guess is not asked. */
    private static final double NEGLIGIBLE = 1e-4;

    private static final double TIE = 1e-9;

    private final SpotTerms terms;
    private final List<WaitingValues> guesses;
    private final double[] logWeights;
    private final RunAge run;

    LearningPolicy(SpotTerms terms, List<WaitingValues> guesses) {
        this.terms = terms;
        this.guesses = guesses;
        this.logWeights = new double[guesses.size()];
        this.run = new RunAge(terms.tickSeconds());
    }

    @Override
    public SpotChoice choose(SpotStanding standing) {
        double[] costs = costs(standing);
        int choice = WaitingValues.WAIT;
        for (int c = 1; c < costs.length; c++) {
            if (costs[c] < costs[choice] - TIE) {
                choice = c;
            }
        }
        return switch (choice) {
            case WaitingValues.SPOT ->
                standing.running() instanceof SpotChoice.Spot running
                        ? running
                        : SpotChoice.spot(standing.firstAvailable());
            case WaitingValues.ON_DEMAND -> SpotChoice.ON_DEMAND;
            default -> SpotChoice.WAIT;
        };
    }

    /** Takes in what is seen now and says what each choice is expected to cost, in the order of {@link WaitingValues}. */
    double[] costs(SpotStanding standing) {
        boolean present = standing.anyAvailable();
        if (run.started()) {
            int bucket = run.bucket();
            boolean before = run.present();
            for (int k = 0; k < logWeights.length; k++) {
                double end = guesses.get(k).hazards().end(before, bucket);
                logWeights[k] += Math.log(present == before ? 1 - end : end);
            }
        }
        run.observe(present);
        int left = (int) Math.floor((terms.deadlineSeconds() - standing.elapsedSeconds()) / terms.tickSeconds() + TIE);
        int running = switch (standing.running()) {
            case SpotChoice.Wait wait -> WaitingValues.WAIT;
            case SpotChoice.Spot spot -> WaitingValues.SPOT;
            case SpotChoice.OnDemand onDemand -> WaitingValues.ON_DEMAND;
        };
        double work = standing.leftSeconds() + (running == WaitingValues.WAIT ? 0 : standing.warmupSeconds());
        double best = Arrays.stream(logWeights).max().orElse(0);
        double[] total = new double[3];
        for (int k = 0; k < logWeights.length; k++) {
            double weight = Math.exp(logWeights[k] - best);
            if (weight >= NEGLIGIBLE) {
                double[] costs = guesses.get(k).costs(left, work, present, run.bucket(), running);
                for (int c = 0; c < total.length; c++) {
                    total[c] += weight * costs[c];
                }
            }
        }
        double sum = Arrays.stream(logWeights)
                .map(weight -> Math.exp(weight - best))
                .filter(weight -> weight >= NEGLIGIBLE)
                .sum();
        return Arrays.stream(total).map(cost -> cost / sum).toArray();
    }
}
