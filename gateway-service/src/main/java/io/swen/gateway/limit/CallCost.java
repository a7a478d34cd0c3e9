package io.swen.gateway.limit;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** How many units a call costs; what the platform has to work longer for costs more. */
final class CallCost {

    private record Row(PathPattern pattern, long units) {}

    private static final long USUAL = 1;
    private static final List<Row> DEAR = List.of(
            row("/api/v1/offers/snapshot", 50),
            row("/api/v1/offers/changes", 10),
            row("/api/v1/audit/*/export", 50),
            row("/api/v1/audit/*/verification", 50),
            row("/api/v1/workloads:batch", 20),
            row("/api/v1/metrics", 2),
            row("/api/v1/metrics/query", 2),
            row("/api/v1/stream", 5),
            row("/api/v1/exports", 20),
            row("/api/v1/reports", 10),
            row("/git/*/git-upload-pack", 20),
            row("/graphql", 10),
            row("/ws", 5));

    private CallCost() {}

    static long of(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        for (Row row : DEAR) {
            if (row.pattern().matches(path)) {
                return row.units();
            }
        }
        return USUAL;
    }

    private static Row row(String pattern, long units) {
        return new Row(PathPatternParser.defaultInstance.parse(pattern), units);
    }
}
