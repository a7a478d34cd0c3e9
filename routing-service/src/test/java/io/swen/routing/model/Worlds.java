package io.swen.routing.model;

import io.swen.routing.outcome.PlacementFeatures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Made-up worlds to learn from, each with something that the analytic baseline does not know. */
final class Worlds {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SPOT = PlacementFeatures.NAMES.indexOf("spot");

    private Worlds() {}

    /**
     * Spot places, half of them in a zone that takes this part of them back; the list price says five per cent everywhere.
     *
     * @param from seconds after the start at which the first is decided
     */
    static List<Sample> spot(int count, long from, double risk, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant decided = START.plusSeconds(from + 600L * i);
            boolean spot = random.nextInt(4) > 0;
            boolean bad = random.nextBoolean();
            double hours = 1 + random.nextInt(6);
            boolean interrupted = spot && random.nextDouble() < (bad ? risk : 0.03);
            double[] row = new double[PlacementFeatures.NAMES.size()];
            row[0] = hours;
            row[2] = 1;
            row[3] = random.nextInt(4);
            row[4] = 2;
            row[5] = 4;
            row[7] = -1;
            row[SPOT] = spot ? 1 : 0;
            row[SPOT + 1] = random.nextInt(2);
            row[SPOT + 2] = 1 << random.nextInt(4);
            row[SPOT + 3] = 8;
            row[SPOT + 5] = 0.01 + 0.04 * random.nextDouble();
            row[SPOT + 6] = spot ? 0.6 + 0.1 * random.nextDouble() : 0;
            row[SPOT + 7] = spot ? 0.05 : 0;
            double ran = interrupted ? hours * random.nextDouble() : hours;
            samples.add(new Sample(
                    row,
                    bad ? "aws:usw2-az1" : "aws:use1-az1",
                    decided,
                    decided.plusMillis((long) (ran * 3_600_000)),
                    spot ? 1 + (bad ? 0.3 : 0) + 0.05 * random.nextDouble() : 1.0,
                    interrupted,
                    40 + 40 * random.nextDouble()));
        }
        return samples;
    }
}
