package io.swen.cli.observability;

import io.swen.cli.client.Gateway;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Json;
import io.swen.cli.console.Table;
import io.swen.cli.console.Terminal;
import io.swen.cli.stack.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code swen profile}: has a service record what it does, fetches the recording, and says where the time goes. */
@Command(
        name = "profile",
        description = {
            "Have a service of the platform record what it does for a while, fetch the recording, and show where the time goes.",
            "With --on it goes on recording, within its bounds, until --off; without a service's restart and at about one percent",
            "of a processor."
        },
        footer = {"", "The last line is 'profile service=NAME samples=N bytes=N file=PATH'."})
public final class ProfileCommand implements Callable<Integer> {
    private static final Set<String> SAMPLES =
            Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample", "jdk.CPUTimeSample");
    private static final int SHOWN = 15;

    @Parameters(paramLabel = "SERVICE", description = "gateway, telemetry, routing, gitops or identity.")
    String service = "";

    @Option(
            names = "--for",
            defaultValue = "PT30S",
            paramLabel = "DURATION",
            description = "How long (default ${DEFAULT-VALUE}).")
    Duration lasting = Duration.ofSeconds(30);

    @Option(
            names = "--settings",
            defaultValue = "profile",
            description = "default or profile (default: ${DEFAULT-VALUE}).")
    String settings = "profile";

    @Option(names = "--out", paramLabel = "FILE", description = "Where the recording goes; SERVICE.jfr if left out.")
    @Nullable
    Path out;

    @Option(names = "--on", description = "Begin, and go on until --off.")
    boolean on;

    @Option(names = "--off", description = "End the recording.")
    boolean off;

    @Option(names = "--fetch", description = "Fetch what is recorded so far, and let it go on.")
    boolean fetch;

    @Option(names = "--as", defaultValue = "admin", paramLabel = "USER")
    String user = "admin";

    private final Context context;

    public ProfileCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Gateway gateway = new Gateway(context, user);
        String path = "/api/v1/profiling/" + service;
        if (off) {
            gateway.delete(path);
            return told(gateway.get(path));
        }
        if (on) {
            return told(gateway.put(path, request(null)));
        }
        if (!fetch) {
            gateway.put(path, request(lasting.plusMinutes(1)));
            context.terminal().say(service + " records for " + Terminal.readable(lasting));
            TimeUnit.MILLISECONDS.sleep(lasting.toMillis());
        }
        Path file = out == null ? Path.of(service + ".jfr") : out;
        long bytes = gateway.download(path + "/recording", file);
        if (!fetch) {
            gateway.delete(path);
        }
        long samples = hotspots(file);
        context.terminal()
                .print("profile service=" + service + " samples=" + samples + " bytes=" + bytes + " file="
                        + file.toAbsolutePath());
        return ExitCode.OK.number();
    }

    private ObjectNode request(@Nullable Duration until) {
        ObjectNode body = Json.object();
        body.put("settings", settings);
        if (until != null) {
            body.put("lasting", until.toString());
        }
        return body;
    }

    private int told(JsonNode state) {
        context.terminal()
                .print(service
                        + (state.path("recording").asBoolean()
                                ? " records since " + Json.text(state, "since", "")
                                : " does not record")
                        + ", at most " + Json.text(state, "max_age", "") + " and "
                        + state.path("max_bytes").asLong() / 1024 / 1024 + " MB");
        return ExitCode.OK.number();
    }

    /** The methods that were running most often when a sample was taken. */
    private long hotspots(Path file) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        long samples = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (SAMPLES.contains(event.getEventType().getName()) && event.getStackTrace() != null) {
                    samples++;
                    event.getStackTrace().getFrames().stream()
                            .findFirst()
                            .map(RecordedFrame::getMethod)
                            .ifPresent(method -> counts.merge(name(method), 1, Integer::sum));
                }
            }
        }
        Table table = new Table("samples>", "share>", "method");
        long all = Math.max(1, samples);
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .forEach(entry -> table.row(
                        entry.getValue().toString(),
                        String.format(Locale.ROOT, "%.1f %%", 100.0 * entry.getValue() / all),
                        entry.getKey()));
        if (!table.isEmpty()) {
            context.terminal().print(table);
        }
        return samples;
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }
}
