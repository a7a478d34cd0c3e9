package io.swen.gateway;

import com.sun.net.httpserver.HttpExchange;
import io.swen.platform.id.Uuids;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An event feed with long polling as the services have it: a cursor is the number of the last event. */
final class FakeFeed implements Backend.Answer {

    private record Row(int number, String type, String json) {}

    private final List<Row> rows = new ArrayList<>();
    private int furthest;

    /** Whether somebody has read everything. */
    synchronized boolean isDrained() {
        return furthest == rows.size();
    }

    synchronized String append(String type, @Nullable String team, @Nullable String environment, String subject) {
        String id = Uuids.next().toString();
        String scope = team == null ? "" : "\"team\":\"" + team + "\",\"environment\":\"" + environment + "\",";
        rows.add(new Row(rows.size() + 1, type, """
                {"specversion":"1.0","id":"%s","source":"/swen/x","type":"%s","subject":"%s",%s"data":{"workload_id":"%s"}}""".formatted(id, type, subject, scope, subject)));
        notifyAll();
        return id;
    }

    @Override
    public void to(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange);
        String after = query.getOrDefault("after", "0");
        Set<String> types =
                query.containsKey("types") ? Set.of(query.get("types").split(",")) : Set.of();
        String body;
        synchronized (this) {
            int place = after.equals("latest") ? rows.size() : Integer.parseInt(after);
            if (!after.equals("latest") && !query.getOrDefault("wait", "PT0S").equals("PT0S")) {
                awaitMore(place);
            }
            List<Row> found = after.equals("latest")
                    ? List.of()
                    : IntStream.range(place, rows.size())
                            .mapToObj(rows::get)
                            .filter(row -> types.isEmpty() || types.contains(row.type()))
                            .limit(Integer.parseInt(query.getOrDefault("limit", "50")))
                            .toList();
            int next = found.isEmpty() ? place : found.getLast().number();
            furthest = Math.max(furthest, next);
            body = "{\"items\":[" + found.stream().map(Row::json).collect(Collectors.joining(",")) + "],\"next\":\""
                    + next + "\"}";
        }
        Backend.send(exchange, 200, "application/json", body);
    }

    private void awaitMore(int place) {
        long end = System.nanoTime() + 2_000_000_000L;
        try {
            while (rows.size() <= place && System.nanoTime() < end) {
                wait(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String raw = exchange.getRequestURI().getRawQuery();
        return Arrays.stream(raw == null ? new String[0] : raw.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> pair[0],
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        (a, b) -> b,
                        LinkedHashMap::new));
    }
}
