package io.swen.gitops;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The event logs of telemetry-service and routing-service as this service reads them, and the notes that it writes to incidents. */
final class PeerEvents {

    private record Event(long seq, String type, String json) {}

    private static final List<Event> EVENTS = new CopyOnWriteArrayList<>();
    private static final List<String> NOTES = new CopyOnWriteArrayList<>();
    private static final AtomicLong SEQ = new AtomicLong();

    private PeerEvents() {}

    /** Has one of the peers tell an event of this type with this data. */
    static synchronized void tell(String type, String data) {
        long seq = SEQ.incrementAndGet();
        EVENTS.add(new Event(
                seq,
                "io.swen." + type,
                "{\"specversion\":\"1.0\",\"id\":\"" + UUID.randomUUID()
                        + "\",\"source\":\"/swen/peer\",\"type\":\"io.swen."
                        + type + "\",\"subject\":\"x\",\"time\":\"" + Instant.EPOCH.plusSeconds(seq)
                        + "\",\"datacontenttype\":\"application/json\",\"dataschema\":\"urn:swen:event:" + type
                        + "\",\"data\":" + data + "}"));
    }

    /** The notes to incidents: their addresses and what they say. */
    static List<String> notes() {
        return NOTES;
    }

    static void answer(HttpExchange exchange) throws IOException {
        Set<String> types = Set.of();
        long after = 0;
        for (String parameter : exchange.getRequestURI().getQuery().split("&", -1)) {
            if (parameter.startsWith("types=")) {
                types = Set.of(parameter.substring(6).split(",", -1));
            } else if (parameter.startsWith("after=")) {
                after = Long.parseLong(parameter.substring(6));
            }
        }
        List<Event> next = after(types, after);
        for (int look = 0; look < 40 && next.isEmpty(); look++) {
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            next = after(types, after);
        }
        long cursor = next.isEmpty() ? after : next.getLast().seq();
        send(
                exchange,
                200,
                "{\"items\":[" + String.join(",", next.stream().map(Event::json).toList()) + "],\"next\":\"" + cursor
                        + "\"}");
    }

    static void note(HttpExchange exchange) throws IOException {
        NOTES.add(exchange.getRequestURI().getPath() + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        send(exchange, 200, "{}");
    }

    private static List<Event> after(Set<String> types, long after) {
        return EVENTS.stream()
                .filter(event -> event.seq() > after && types.contains(event.type()))
                .toList();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
