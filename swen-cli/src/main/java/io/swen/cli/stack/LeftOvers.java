package io.swen.cli.stack;

import io.swen.cli.process.ProcessIdentity;
import io.swen.cli.process.ProcessStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Children that outlived their supervisor, because that was killed before it could stop them. */
final class LeftOvers {
    private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

    private LeftOvers() {}

    /** Stops those of the recorded children that still run, in the usual order; answers their names. */
    static List<String> stop(Snapshot snapshot) throws IOException, InterruptedException {
        List<String> stopped = new ArrayList<>();
        List<ProcessStatus> inOrder = snapshot.processes().stream()
                .sorted(Comparator.comparingInt(ProcessStatus::stopRank))
                .toList();
        for (ProcessStatus each : inOrder) {
            ProcessIdentity identity = each.identity();
            if (identity != null && identity.alive().isPresent()) {
                identity.stop(each.stopSignal(), STOP_WITHIN);
                stopped.add(each.name());
            }
        }
        return stopped;
    }

    static boolean any(Snapshot snapshot) {
        return snapshot.processes().stream()
                .map(ProcessStatus::identity)
                .anyMatch(identity -> identity != null && identity.alive().isPresent());
    }
}
