package io.swen.cli.drill;

import io.swen.cli.stack.Restart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at how much heap services use, by the JDK's {@code jcmd}, and keeps the most that was seen of each. */
final class HeapWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Map<String, Long> peaks = new ConcurrentSkipListMap<>();
    private final Thread thread;

    HeapWatch(Restart processes, List<String> services) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        thread = Thread.ofVirtual().name("heap-watch").start(() -> watch(processes, services, jcmd));
    }

    /** The most that was seen of each, in megabytes; who could not be looked at is not there. */
    Map<String, Long> peaks() {
        return new TreeMap<>(peaks);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch(Restart processes, List<String> services, Path jcmd) {
        try {
            while (Files.isExecutable(jcmd)) {
                for (String service : services) {
                    OptionalLong pid = processes.pid(service);
                    if (pid.isPresent()) {
                        used(jcmd, pid.getAsLong()).ifPresent(mb -> peaks.merge(service, mb, Math::max));
                    }
                }
                TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static OptionalLong used(Path jcmd, long pid) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.heap_info")
                    .redirectErrorStream(true)
                    .start();
            long kilobytes = 0;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String line;
                while ((line = lines.readLine()) != null) {
                    Matcher used = USED.matcher(line);
                    // The heap or its generations; classes are outside of it.
                    if (!line.contains("Metaspace") && !line.contains("class space") && used.find()) {
                        kilobytes += Long.parseLong(used.group(1));
                    }
                }
            }
            return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0
                    ? OptionalLong.of(kilobytes / 1024)
                    : OptionalLong.empty();
        } catch (IOException gone) {
            // It may have been killed in between; the next look finds its successor.
            return OptionalLong.empty();
        }
    }
}
