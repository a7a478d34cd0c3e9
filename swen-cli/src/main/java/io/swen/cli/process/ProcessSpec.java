package io.swen.cli.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run and how to tell that it works.
 *
 * @param name what people call it
 * @param launch answers the command anew at each start, after whatever has to be put right first
 * @param environment the whole environment of the child
 * @param directory its working directory
 * @param log the file that takes its output
 * @param port where it listens
 * @param readiness tells whether it does its work now
 * @param stopSignal the signal that asks it to end
 * @param stopRank processes of a lower rank are stopped before those of a higher one
 * @param stopWithin how long it may take before it is killed
 */
public record ProcessSpec(
        String name,
        Launch launch,
        Map<String, String> environment,
        Path directory,
        Path log,
        int port,
        Readiness readiness,
        String stopSignal,
        int stopRank,
        Duration stopWithin) {
    public ProcessSpec {
        environment = Map.copyOf(environment);
    }

    /** Prepares a start and answers its command. */
    @FunctionalInterface
    public interface Launch {
        List<String> command() throws IOException, InterruptedException;
    }

    /** Asks a process whether it is ready. */
    @FunctionalInterface
    public interface Readiness {
        boolean ready() throws InterruptedException;

        /** Ready once a GET of the address answers 200. */
        static Readiness http(URI address) {
            return () -> Http.answersOk(address);
        }
    }
}
