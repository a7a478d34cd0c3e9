package io.swen.cli.stack;

import io.swen.cli.console.CliException;
import io.swen.cli.console.ExitCode;
import io.swen.cli.console.Terminal;
import io.swen.cli.process.LogFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swen logs}: what the processes of the platform have written. */
@Command(name = "logs", description = "Show the end of one service's log, or of all of them.")
public final class LogsCommand implements Callable<Integer> {
    private static final int BLOCK = 64 * 1024;

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVICE",
            description =
                    "gateway, telemetry, routing, gitops, identity, simulator, postgres, supervisor, build; all if left out.")
    @Nullable
    String service;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "50",
            paramLabel = "N",
            description = "How many lines (default 50).")
    int lines;

    @Option(names = "--raw", description = "Show the lines as the services write them, in JSON.")
    boolean raw;

    private final Context context;

    public LogsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = context.terminal();
        Map<String, Path> logs = chosen();
        boolean prefix = logs.size() > 1;
        Map<String, Long> positions = new LinkedHashMap<>();
        for (Map.Entry<String, Path> log : logs.entrySet()) {
            positions.put(log.getKey(), Files.size(log.getValue()));
            for (String line : LogFile.tail(log.getValue(), lines)) {
                terminal.print(shown(prefix ? log.getKey() + " | " : "", line));
            }
        }
        while (follow) {
            for (Map.Entry<String, Path> log : logs.entrySet()) {
                long from = positions.getOrDefault(log.getKey(), 0L);
                positions.put(log.getKey(), follow(log.getValue(), from, prefix ? log.getKey() + " | " : ""));
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        return ExitCode.OK.number();
    }

    private String shown(String prefix, String line) {
        return prefix + (raw ? line : LogLine.readable(line));
    }

    private Map<String, Path> chosen() throws IOException {
        Map<String, Path> logs = new LinkedHashMap<>();
        if (Files.isDirectory(context.home().logs())) {
            try (Stream<Path> files = Files.list(context.home().logs())) {
                for (Path each : files.filter(path -> path.toString().endsWith(".log"))
                        .sorted()
                        .toList()) {
                    String file = each.getFileName().toString();
                    String name = file.substring(0, file.length() - ".log".length());
                    if (service == null || name.equals(service) || (name + "-service").equals(service)) {
                        logs.put(name, each);
                    }
                }
            }
        }
        if (logs.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_FOUND,
                    service == null
                            ? "There are no logs yet in " + context.home().logs()
                            : "There is no log of " + service,
                    "Services: "
                            + String.join(
                                    ", ",
                                    List.of(Service.values()).stream()
                                            .map(Service::label)
                                            .toList()) + ", postgres, supervisor, build.");
        }
        return logs;
    }

    /** Prints whole lines from the position on; answers where the next look begins. A rotated file begins anew. */
    private long follow(Path log, long from, String prefix) throws IOException {
        if (!Files.exists(log)) {
            return 0;
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long begin = file.length() < from ? 0 : from;
            byte[] bytes = new byte[(int) Math.min(BLOCK, file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end == 0 && bytes.length == BLOCK) {
                end = bytes.length;
            }
            new String(bytes, 0, end, StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> context.terminal().print(shown(prefix, line)));
            return begin + end;
        }
    }
}
