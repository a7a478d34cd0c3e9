package io.swen.platform.error;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.swen.platform.json.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes two errors the same: the logger, the exceptions and the platform's own frames without line numbers, or the words of
 * the message where there is no exception. What it happened to, and which build it was, do not count.
 *
 * @param exception the class at the bottom of the causes
 * @param place the platform's frame nearest to it
 * @param frames the first frames of the exception at the bottom
 */
record Fingerprint(
        String value, @Nullable String exception, @Nullable String place, List<String> frames) {

    private static final int LENGTH = 16;
    private static final int DEEPEST_CAUSE = 20;
    private static final int FRAMES_THAT_COUNT = 5;
    private static final int FRAMES_KEPT = 12;
    private static final String OWN = "io.swen.";

    /** What the compiler and Spring number anew with every build: lambdas, proxies, hidden classes. */
    private static final Pattern NUMBERED = Pattern.compile("\\$\\$[^.]*|lambda\\$|\\$\\d+|/0x[0-9a-f]+");

    /** Numbers and ids in a message that was put together by hand. */
    private static final Pattern VARIABLE = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|\\d+");

    static Fingerprint of(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        StringBuilder same = new StringBuilder(event.getLoggerName());
        if (thrown == null) {
            same.append('\n').append(VARIABLE.matcher(event.getMessage()).replaceAll("0"));
            return new Fingerprint(hash(same), null, null, List.of());
        }
        IThrowableProxy bottom = thrown;
        same.append('\n').append(bottom.getClassName());
        for (int depth = 0;
                depth < DEEPEST_CAUSE && bottom.getCause() != null && bottom.getCause() != bottom;
                depth++) {
            bottom = bottom.getCause();
            same.append('\n').append(bottom.getClassName());
        }
        List<String> frames = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (StackTraceElementProxy element : bottom.getStackTraceElementProxyArray()) {
            StackTraceElement at = element.getStackTraceElement();
            String name = NUMBERED.matcher(at.getClassName() + "." + at.getMethodName())
                    .replaceAll("");
            if (frames.size() < FRAMES_KEPT) {
                frames.add(name);
            }
            if (name.startsWith(OWN) && own.size() < FRAMES_THAT_COUNT) {
                own.add(name);
            }
        }
        List<String> counted = own.isEmpty() ? frames.subList(0, Math.min(FRAMES_THAT_COUNT, frames.size())) : own;
        counted.forEach(frame -> same.append('\n').append(frame));
        return new Fingerprint(
                hash(same), bottom.getClassName(), counted.isEmpty() ? null : counted.getFirst(), frames);
    }

    private static String hash(CharSequence text) {
        String hash = ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8));
        return hash.substring(hash.length() - LENGTH);
    }
}
