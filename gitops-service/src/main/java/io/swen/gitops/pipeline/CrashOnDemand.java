package io.swen.gitops.pipeline;

import io.swen.gitops.contract.Boundary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this process killed with SIGKILL at the boundary that a file names. The file is removed first, so that the process that
 * comes after it goes on.
 */
final class CrashOnDemand implements Boundary {

    private static final Logger LOG = LoggerFactory.getLogger(CrashOnDemand.class);
    /** What a shell says of a process that was killed. */
    private static final int KILLED = 137;

    private final Path file;

    /** @throws IllegalStateException where the clouds are no simulation */
    CrashOnDemand(Path file, boolean simulated) {
        if (!simulated) {
            throw new IllegalStateException(
                    "swen.gitops.drill.crash-file is set, and the clouds are real: a drill kills this process on"
                            + " simulated clouds only");
        }
        this.file = file;
    }

    @Override
    public void crossed(String name) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            if (!Files.readString(file, StandardCharsets.UTF_8).strip().equals(name)) {
                return;
            }
            Files.delete(file);
        } catch (NoSuchFileException takenByAnotherWorker) {
            return;
        } catch (IOException e) {
            LOG.warn("the crash file {} cannot be used: {}", file, e.toString());
            return;
        }
        LOG.warn("killed by a drill at {}", name);
        die();
    }

    private static void die() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException noSuchProgram) {
            LOG.warn("kill cannot be run, ending at once instead: {}", noSuchProgram.toString());
            Runtime.getRuntime().halt(KILLED);
        }
        while (true) {
            // This worker goes no further, whatever the others still do until the signal arrives.
            LockSupport.park();
        }
    }
}
