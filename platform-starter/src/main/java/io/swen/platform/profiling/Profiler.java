package io.swen.platform.profiling;

import io.swen.platform.audit.AuditEntry;
import io.swen.platform.audit.AuditLog;
import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.profiling.Profile.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.transaction.support.TransactionOperations;

/** Switches the JDK's Flight Recorder on and off; there is one recording of ours at a time. */
class Profiler implements InitializingBean, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Profiler.class);

    /** What tells the command line, the environment and the properties of this process, in which secrets may stand. */
    private static final List<String> WITHHELD = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.SystemProcess",
            "jdk.ProcessStart");

    private static final Duration SHORTEST = Duration.ofSeconds(5);

    private final String service;
    private final ProfilingProperties properties;
    private final AuditLog audit;
    private final TransactionOperations transaction;
    private final InstantSource wall = InstantSource.system();
    private @Nullable Recording recording;
    private @Nullable Settings settings;
    private @Nullable Instant until;

    Profiler(String service, ProfilingProperties properties, AuditLog audit, TransactionOperations transaction) {
        this.service = service;
        this.properties = properties;
        this.audit = audit;
        this.transaction = transaction;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.continuous() && FlightRecorder.isAvailable()) {
            begin(Settings.DEFAULT, null);
        }
    }

    synchronized Profile state() {
        Recording known = recording;
        boolean on = known != null && known.getState() == RecordingState.RUNNING;
        return new Profile(
                service,
                on,
                known == null ? null : settings,
                known == null ? null : known.getStartTime(),
                known == null ? null : until,
                known == null ? 0 : known.getSize(),
                properties.maxAge(),
                properties.maxSize().toBytes());
    }

    /**
     * Begins a recording in place of the one there is.
     *
     * @param lasting null to go on until it is switched off
     */
    synchronized Profile on(Settings wanted, @Nullable Duration lasting) {
        if (lasting != null && (lasting.compareTo(SHORTEST) < 0 || lasting.compareTo(properties.longest()) > 0)) {
            throw ProblemException.invalidField("lasting", lasting, SHORTEST + " to " + properties.longest());
        }
        if (!FlightRecorder.isAvailable()) {
            throw ProblemException.of(ErrorCode.UNPROCESSABLE, "this Java has no Flight Recorder");
        }
        record("profiling.start", Map.of("settings", wanted, "lasting", lasting == null ? "unbounded" : lasting));
        end();
        begin(wanted, lasting);
        return state();
    }

    /** Ends the recording; what it held is gone. */
    synchronized Profile off() {
        record("profiling.stop", Map.of("recording", false));
        end();
        return state();
    }

    /** Writes what is recorded into a file that only this process may read; the caller removes it. */
    synchronized Path dump() {
        Recording known = recording;
        if (known == null) {
            throw ProblemException.of(ErrorCode.CONFLICT, "nothing is recorded: switch it on first");
        }
        record("profiling.fetch", Map.of("bytes", known.getSize()));
        try {
            Path file = Files.createTempFile(
                    "swen-" + service + "-",
                    ".jfr",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            known.dump(file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be written", e);
        }
    }

    private void begin(Settings wanted, @Nullable Duration lasting) {
        try {
            Recording next = new Recording(Configuration.getConfiguration(wanted.configuration()));
            next.setName("swen-" + service);
            next.setToDisk(true);
            next.setMaxAge(properties.maxAge());
            next.setMaxSize(properties.maxSize().toBytes());
            WITHHELD.forEach(next::disable);
            if (lasting != null) {
                next.setDuration(lasting);
            }
            next.start();
            recording = next;
            settings = wanted;
            until = lasting == null ? null : wall.instant().plus(lasting);
            LOG.info("recording with {} settings{}", wanted.configuration(), lasting == null ? "" : " for " + lasting);
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("the JDK has no configuration " + wanted.configuration(), e);
        }
    }

    private void end() {
        Recording known = recording;
        if (known != null) {
            known.close();
            recording = null;
            settings = null;
            until = null;
        }
    }

    private void record(String action, Map<String, ?> after) {
        transaction.executeWithoutResult(
                status -> audit.record(AuditEntry.of(action, "service", service).change(null, after)));
    }

    @Override
    public synchronized void destroy() {
        end();
    }
}
