package io.swen.cli.observability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The spans of one trace as a tree. */
final class TraceTree {
    private static final String DEPLOYER = "deployer ";
    private static final Comparator<ReceivedSpan> BY_START =
            Comparator.comparingLong(ReceivedSpan::startNanos).thenComparing(ReceivedSpan::spanId);

    private final List<ReceivedSpan> spans;
    private final List<ReceivedSpan> roots = new ArrayList<>();
    private final Map<String, List<ReceivedSpan>> children = new HashMap<>();

    /** @param outside the span that the caller made up and that nobody sends */
    TraceTree(List<ReceivedSpan> all, String traceId, String outside) {
        this.spans = all.stream()
                .filter(span -> span.traceId().equals(traceId))
                .sorted(BY_START)
                .toList();
        Set<String> ids = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toCollection(HashSet::new));
        for (ReceivedSpan span : spans) {
            if (ids.contains(span.parentId())) {
                children.computeIfAbsent(span.parentId(), id -> new ArrayList<>())
                        .add(span);
            } else {
                roots.add(span);
            }
        }
        this.outside = outside;
    }

    private final String outside;

    int size() {
        return spans.size();
    }

    /** One tree: everything hangs on the one call that began it. */
    boolean isWhole() {
        return roots.size() == 1 && roots.getFirst().parentId().equals(outside);
    }

    Set<String> services() {
        return spans.stream().map(ReceivedSpan::service).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    boolean reachedADeployer() {
        return spans.stream().anyMatch(span -> span.name().startsWith(DEPLOYER));
    }

    /** A line a span: when it began after the trace did, how long it took, and what it was, indented. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!spans.isEmpty()) {
            long begin = spans.getFirst().startNanos();
            roots.forEach(root -> add(lines, root, 0, begin));
        }
        return lines;
    }

    private void add(List<String> lines, ReceivedSpan span, int depth, long begin) {
        lines.add(String.format(
                Locale.ROOT,
                "%9.1f ms %9.1f ms  %-9s %s%s%s",
                (span.startNanos() - begin) / 1e6,
                span.millis(),
                span.service(),
                "  ".repeat(depth),
                span.name(),
                span.failed() ? "  FAILED" : ""));
        children.getOrDefault(span.spanId(), List.of()).forEach(child -> add(lines, child, depth + 1, begin));
    }
}
